package dev.lathe.backend.reference;

import dev.lathe.op.ConstantOfShape;
import dev.lathe.op.Range;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.SizeOf;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;

/** Values made from shapes and scalars. */
final class Fills {
    private Fills() {}

    static void constantOfShape(ConstantOfShape op, Args args) {
        Tensor out = args.out(0);
        for (int i = 0; i < out.size(); i++) {
            System.arraycopy(op.value().array(), 0, out.array(), i, 1);
        }
    }

    static void range(Range op, Args args) {
        Tensor out = args.out(0);
        Tensor start = args.in(0);
        Tensor delta = args.in(2);
        for (int i = 0; i < out.size(); i++) {
            if (out.dtype() == DType.FLOAT32) {
                out.floats()[i] = start.floats()[0] + i * delta.floats()[0];
            } else {
                out.set(i, start.longAt(0) + i * delta.longAt(0));
            }
        }
    }

    static void shapeOf(ShapeOf op, Args args) {
        long[] extents = op.extents(args.in(0).shape());
        System.arraycopy(extents, 0, args.out(0).longs(), 0, extents.length);
    }

    static void sizeOf(SizeOf op, Args args) {
        args.out(0).longs()[0] = args.in(0).size();
    }
}
