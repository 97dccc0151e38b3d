package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;

/**
 * Constant filters of a 3x3 convolution, transformed for {@link WinogradConv} and packed as left operands: blocks of
 * filters, in each one matrix [filters of the block][channels] per element of a tile, cut into passes of {@link #terms}
 * channels. A block is read from one end to the other.
 */
final class WinogradFilters {
    /** Register tiles of a block: what they multiply is to be read often, and the products to stay in the cache. */
    private static final int TILES = 8;

    private final int filters;
    private final int blockRows = TILES * MicroKernels.ROWS;
    private final int elements;
    private final int channels;
    private final int terms;
    private final float[] packed;

    /** @param w [filters][channels][3][3] */
    WinogradFilters(WinogradMatrices matrices, float[] w, int filters, int channels) {
        this.filters = filters;
        elements = matrices.elements();
        this.channels = channels;
        terms = Packing.terms(channels);
        packed = new float[length(matrices, filters, channels)];
        for (int first = 0; first < filters; first += MicroKernels.ROWS) {
            pack(matrices, w, first, Math.min(filters, first + MicroKernels.ROWS));
        }
    }

    /** Transforms the filters of a register tile; neighbours in memory are written one after the other. */
    private void pack(WinogradMatrices matrices, float[] w, int from, int to) {
        int unit = MicroKernels.ROWS;
        int taps = WinogradMatrices.KERNEL * WinogradMatrices.KERNEL;
        int block = from / blockRows;
        int tile = from % blockRows;
        double[] transformed = new double[elements];
        for (int channel = 0; channel < channels; channel++) {
            int first = channel / terms * terms;
            int place = tile * Math.min(terms, channels - first) + (channel - first) * unit;
            for (int filter = from; filter < to; filter++) {
                matrices.filter(w, (filter * channels + channel) * taps, transformed);
                for (int e = 0; e < elements; e++) {
                    packed[at(block, e, first) + place + filter - from] = (float) transformed[e];
                }
            }
        }
    }

    /** Floats of such filters; an exception of {@link Shape} if no array is as long. */
    private static int length(WinogradMatrices matrices, int filters, int channels) {
        return Shape.of((long) matrices.elements() * Packing.roundUp(filters, MicroKernels.ROWS), channels)
                .size();
    }

    int blocks() {
        return Math.ceilDiv(filters, blockRows);
    }

    /** The first filter of a block; of the one behind the last, the number of filters. */
    int first(int block) {
        return Math.min(filters, block * blockRows);
    }

    /** Rows of a block's matrices: its filters and what fills the last register tile. */
    int rows(int block) {
        return Packing.roundUp(first(block + 1) - first(block), MicroKernels.ROWS);
    }

    /** Channels of a pass, but for the last. */
    int terms() {
        return terms;
    }

    /** Where in {@link #packed} the panels of an element begin for the pass from {@code channel} on. */
    int at(int block, int element, int channel) {
        return (block * blockRows * elements + element * rows(block)) * channels + rows(block) * channel;
    }

    float[] packed() {
        return packed;
    }
}
