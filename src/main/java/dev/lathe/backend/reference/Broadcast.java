package dev.lathe.backend.reference;

import dev.lathe.tensor.Shape;

/** Where an operand that is widened by numpy's rules holds the element that a place in the wide shape sees. */
final class Broadcast {
    private final int[] dims;
    private final int[] strides;

    /** {@code from} must broadcast to exactly {@code to}. */
    Broadcast(Shape from, Shape to) {
        dims = to.dims();
        strides = new int[dims.length];
        int[] own = from.strides();
        int shift = dims.length - own.length;
        for (int i = 0; i < own.length; i++) {
            strides[i + shift] = from.dim(i) == 1 ? 0 : own[i];
        }
    }

    /** Index in the narrow shape of the element at row-major {@code index} in the wide one. */
    int index(int index) {
        int place = 0;
        int rest = index;
        for (int i = dims.length - 1; i >= 0; i--) {
            place += rest % dims[i] * strides[i];
            rest /= dims[i];
        }
        return place;
    }
}
