package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
import dev.lathe.backend.cpu.MicroKernel.Rows;
import java.util.Optional;

/** Products of transformed tiles and panels of transformed filters, for {@link WinogradConv}. */
final class WinogradProducts {
    /** Most terms of a pass: a panel of filters of this depth stays in the nearer caches. */
    private static final int MAX_TERMS = MicroKernel.LONGEST;

    /** Fewest channels for a {@link PrefetchKernel}: half of what its rows have room for. */
    private static final int LEAST_CHANNELS = MicroKernel.LONGEST / 2;

    /** Most tiles for a {@link PrefetchKernel}: with more, filters come slowly enough by themselves. */
    private static final int MOST_TILES = 4 * MicroKernels.ROWS;

    /** Filters, in elements, that have to be brought near before each block: by then the caches hold others. */
    private static final int FAR = 1 << 18;

    private final WinogradFilters filters;
    private final int elements;
    private final int channels;
    private final boolean far;
    private final Optional<PrefetchKernel> prefetch;

    /** @param tiles of all images */
    WinogradProducts(WinogradFilters filters, int elements, int channels, int tiles) {
        this.filters = filters;
        this.elements = elements;
        this.channels = channels;
        far = filters.size() >= FAR;
        prefetch = prefetch(channels, tiles, filters.size());
    }

    /**
     * The tiles that ask for filters while they use others, if that pays.
     *
     * @param size elements of all transformed filters
     */
    static Optional<PrefetchKernel> prefetch(int channels, long tiles, long size) {
        boolean fit = channels >= LEAST_CHANNELS && channels <= MicroKernel.LONGEST && tiles <= MOST_TILES;
        return MicroKernels.PREFETCH.filter(kernel -> fit && size >= FAR);
    }

    /** Distance of the channels of a tile from those of the next one. */
    private int pitch() {
        return prefetch.map(PrefetchKernel::pitch).orElse(channels);
    }

    /** Where the channels of a tile lie from those of the first one on. */
    int at(int tile) {
        return tile * pitch();
    }

    /**
     * Distance of the transformed elements of so many tiles: those of whole register tiles. A power of two would put
     * all in one set of the cache.
     */
    int step(int tiles) {
        return at(Packing.roundUp(tiles, MicroKernels.ROWS)) + MicroKernels.COLUMNS / 2;
    }

    /** Distance of the products of so many tiles with an element of a panel from those with the next one. */
    int productStep(int tiles, int panel) {
        return Packing.roundUp(tiles, MicroKernels.ROWS) * filters.columns(panel) + MicroKernels.COLUMNS / 2;
    }

    /** Transformed tiles: element e of the first of {@code count} has its channels from {@code v[at + e·step]} on. */
    record Left(float[] v, int at, int step, int count) {}

    /**
     * Writes products [tile][filter] for each element, {@link #productStep} apart.
     *
     * @param alone whether no other thread reads the same filters meanwhile
     */
    void multiply(Left left, int panel, boolean alone, float[] products, Scratch mine) {
        if (alone && prefetch.isPresent() && filters.columns(panel) == MicroKernels.COLUMNS) {
            multiply(prefetch.get(), left, panel, products);
            return;
        }
        int step = productStep(left.count, panel);
        Rows rows = rows(left, mine);
        for (int e = 0; e < elements; e++) {
            multiply(rows, left.count, e * left.step, panel, e, products, e * step, step);
        }
    }

    private void multiply(PrefetchKernel kernel, Left left, int panel, float[] products) {
        int step = productStep(left.count, panel);
        for (int e = 0; e < elements; e++) {
            Panels right = filters.panel(panel, e, 0);
            int from = left.at + e * left.step;
            int next = filters.next(panel, e);
            kernel.multiply(left.v, from, left.count, channels, right.b(), right.at(), next, products, e * step, false);
        }
    }

    private Rows rows(Left left, Scratch mine) {
        int[] starts = mine.ints(left.count);
        for (int i = 0; i < left.count; i++) {
            starts[i] = left.at + at(i);
        }
        return new Rows(left.v, starts);
    }

    private void multiply(
            Rows rows, int count, int offset, int panel, int element, float[] products, int to, int step) {
        int terms = Packing.terms(channels, MAX_TERMS);
        for (int k = 0; k < channels; k += terms) {
            int some = Math.min(terms, channels - k);
            Panels right = filters.panel(panel, element, k);
            if (far) {
                // between the products of this element and the next
                products[to + step - 1] = Prefetch.read(right.b(), right.at(), some * right.width());
            }
            MicroKernels.BEST.multiply(rows, 0, count, offset + k, some, right, products, to, 0, k > 0);
        }
    }
}
