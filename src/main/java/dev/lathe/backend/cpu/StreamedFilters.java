package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;

/**
 * Constant filters of a 3x3 convolution, transformed for {@link StreamedWinograd} and packed as left operands in the
 * order in which they are used: [block][element][pass][group][channel][filter]. A group is the rows of a tile, a pass
 * some of the channels, a block the groups of a task.
 */
final class StreamedFilters {
    /** Most filters of a block: their products, for all elements, are to stay in the second-level cache. */
    private static final int BLOCK = 48;

    /** Most channels of a pass: those of all tiles are to stay in the first-level cache. */
    private static final int MAX_TERMS = 256;

    private final int rows;
    private final int count;
    private final int channels;
    private final int elements;
    private final int terms;
    private final int groups;
    private final int blocks;
    private final float[] packed;

    /** @param w [filters][channels][3][3] */
    StreamedFilters(WinogradMatrices matrices, float[] w, int filters, int channels, int rows) {
        this.rows = rows;
        this.count = filters;
        this.channels = channels;
        elements = matrices.elements();
        terms = Packing.terms(channels, MAX_TERMS);
        groups = Math.ceilDiv(filters, rows);
        blocks = Math.ceilDiv(filters, BLOCK);
        packed = new float
                [Packing.LEAD
                        + Shape.of((long) groups * rows, elements, channels).size()];
        for (int block = 0; block < blocks; block++) {
            for (int filter = first(block); filter < first(block) + width(block); filter++) {
                pack(matrices, w, block, filter);
            }
        }
    }

    private void pack(WinogradMatrices matrices, float[] w, int block, int filter) {
        int taps = WinogradMatrices.KERNEL * WinogradMatrices.KERNEL;
        int row = filter - first(block);
        int step = rows(block) * channels;
        double[] transformed = new double[elements];
        for (int channel = 0; channel < channels; channel++) {
            matrices.filter(w, (filter * channels + channel) * taps, transformed);
            int begin = channel / terms * terms;
            int to = at(block, 0, begin, row / rows) + (channel - begin) * rows + row % rows;
            for (int e = 0; e < elements; e++) {
                packed[to + e * step] = (float) transformed[e];
            }
        }
    }

    /** All filters. */
    int count() {
        return count;
    }

    int blocks() {
        return blocks;
    }

    /** The first filter of a block. */
    int first(int block) {
        return Shares.begin(groups, block, blocks) * rows;
    }

    /** Rows of a block: its filters and, at the end of the last one, zeros up to a whole tile. */
    int rows(int block) {
        return first(block + 1) - first(block);
    }

    /** Filters of a block. */
    int width(int block) {
        return Math.min(first(block + 1), count) - first(block);
    }

    /** Channels of a pass. */
    int terms() {
        return terms;
    }

    /** All of them; a pass begins {@link #at} its place. */
    float[] packed() {
        return packed;
    }

    /** Where a group of a block begins, for an element and the pass that begins with {@code channel}. */
    int at(int block, int element, int channel, int group) {
        int some = Math.min(terms, channels - channel);
        int before = first(block) * elements * channels + (element * channels + channel) * rows(block);
        return Packing.LEAD + before + group * rows * some;
    }
}
