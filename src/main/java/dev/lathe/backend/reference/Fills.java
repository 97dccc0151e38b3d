package dev.lathe.backend.reference;

import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Range;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;

/** Values made from shapes and scalars. */
final class Fills {
    private Fills() {}

    static void constantOfShape(ConstantOfShape op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void range(Range op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void shapeOf(ShapeOf op, Args args) {
        throw new UnsupportedOperationException();
    }

    static void sizeOf(SizeOf op, Args args) {
        throw new UnsupportedOperationException();
    }
}
