package dev.lathe.backend.reference;

import dev.lathe.tensor.Shape;

/** Walks over the positions of a tensor. */
final class Positions {
    @FunctionalInterface
    interface Visitor {
        /**
         * @param at the position, one number per axis; the visitor may change it if it changes it back
         * @param element its number in row-major order
         */
        void visit(int[] at, int element);
    }

    private Positions() {}

    /** Visits all positions of {@code shape} in row-major order. */
    static void each(Shape shape, Visitor visitor) {
        int[] at = new int[shape.rank()];
        for (int element = 0; element < shape.size(); element++) {
            visitor.visit(at, element);
            for (int i = at.length - 1; i >= 0; i--) {
                at[i]++;
                if (at[i] < shape.dim(i)) {
                    break;
                }
                at[i] = 0;
            }
        }
    }

    /** The row-major number of position {@code at}. */
    static int offset(Shape shape, int... at) {
        int offset = 0;
        for (int i = 0; i < at.length; i++) {
            offset = offset * shape.dim(i) + at[i];
        }
        return offset;
    }
}
