package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.MicroKernel.Panels;
import dev.lathe.backend.cpu.MicroKernel.Rows;
import dev.lathe.backend.cpu.PrefetchKernel.Ask;
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

    private static final int KEPT = WinogradFilters.KEPT;

    private final WinogradMatrices matrices;
    private final WinogradFilters filters;
    private final int channels;
    private final boolean far;
    private final Optional<PrefetchKernel> prefetch;

    /** @param tiles of all images */
    WinogradProducts(WinogradMatrices matrices, WinogradFilters filters, int channels, int tiles) {
        this.matrices = matrices;
        this.filters = filters;
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
    int pitch() {
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

    /** Distance of the products of so many tiles and columns with an element from those with the next one. */
    int productStep(int tiles, int columns) {
        return Packing.roundUp(tiles, MicroKernels.ROWS) * columns + MicroKernels.COLUMNS / 2;
    }

    /**
     * Transformed tiles: element e of the first of {@code count} has its channels from {@code v[at + e·step]} on, the
     * others where {@code starts} says.
     */
    record Left(float[] v, int at, int step, int count, int[] starts) {}

    /**
     * The transformed tiles that begin at {@code v[at]}.
     *
     * @param step distance of their elements
     * @param mine holds something of them until others are asked for
     */
    Left left(float[] v, int at, int step, int count, Scratch mine) {
        int[] starts = mine.ints(count);
        for (int i = 0; i < count; i++) {
            starts[i] = at + at(i);
        }
        return new Left(v, at, step, count, starts);
    }

    /**
     * Writes products [tile][filter] for each element, {@link #productStep} apart.
     *
     * @param alone whether no other thread reads the same filters meanwhile
     */
    void multiply(Left left, int panel, boolean alone, float[] products, Scratch mine) {
        boolean asks = alone && prefetch.isPresent() && filters.columns(panel) == MicroKernels.COLUMNS;
        for (int row = 0; row < matrices.side(); row++) {
            for (int n = 0; n < matrices.side(); n++) {
                if (asks) {
                    ask(prefetch.get(), left, panel, row, n, products, mine);
                } else {
                    Panels right = filters.right(panel, row, n, mine);
                    multiply(left, 0, element(row, n), right, far && n < KEPT, products);
                }
            }
        }
    }

    /** Number of the element of a tile that is in column {@code n} of the filters. */
    private int element(int row, int n) {
        return row * matrices.side() + matrices.columns()[n];
    }

    /** The first tiles of sums ask for filters to come: two, but where half of the columns are made of others, one. */
    private void ask(PrefetchKernel kernel, Left left, int panel, int row, int n, float[] products, Scratch mine) {
        int e = element(row, n);
        int from = left.at + e * left.step;
        int to = e * productStep(left.count, filters.columns(panel));
        // F(2x2) has but this one, which a tile makes itself
        if (n == KEPT && matrices.rest().length == 1) {
            Panels first = filters.right(panel, row, 0, mine);
            kernel.multiplyFourth(left.v, from, left.count, channels, first.b(), first.at(), products, to);
            return;
        }
        Panels right = filters.right(panel, row, n, mine);
        int some = Math.min(left.count, filters.asked() * kernel.rows());
        Ask ask = filters.ask(panel, row, n);
        kernel.multiply(left.v, from, some, channels, right.b(), right.at(), ask, products, to, false);
        if (left.count > some) {
            multiply(left, some, e, right, false, products);
        }
    }

    /** Products of an element of the tiles from {@code first} on; filters that lie far are read beforehand. */
    private void multiply(Left left, int first, int e, Panels right, boolean isFar, float[] products) {
        Rows rows = new Rows(left.v, left.starts);
        int step = productStep(left.count, right.width());
        int to = e * step + first * right.width();
        int terms = Packing.terms(channels, MAX_TERMS);
        for (int k = 0; k < channels; k += terms) {
            int some = Math.min(terms, channels - k);
            Panels pass = new Panels(right.b(), right.at() + k * right.width(), 0, 1, right.width());
            if (isFar) {
                // between the products of this element and the next
                products[to + step - 1] = Prefetch.read(pass.b(), pass.at(), some * pass.width());
            }
            int offset = e * left.step + k;
            MicroKernels.BEST.multiply(rows, first, left.count - first, offset, some, pass, products, to, 0, k > 0);
        }
    }
}
