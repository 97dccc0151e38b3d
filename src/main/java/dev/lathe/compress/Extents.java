package dev.lathe.compress;

/**
 * The size of a layer at batch 1. A matrix product has one tap.
 *
 * @param outputs T of each group
 * @param inputs S of each group
 * @param taps kernel positions, the product of the kernel's extents
 * @param groups independent parts with these extents each
 * @param positionsIn places of the input that a 1x1 layer in front would run at
 * @param positionsOut places of the output
 */
record Extents(int outputs, int inputs, int taps, int groups, long positionsIn, long positionsOut) {
    long parameters() {
        return (long) groups * outputs * inputs * taps;
    }

    long macs() {
        return parameters() * positionsOut;
    }
}
