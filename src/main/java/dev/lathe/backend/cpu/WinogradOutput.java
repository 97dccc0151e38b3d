package dev.lathe.backend.cpu;

import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;

/** Finishes the results of Winograd's tiles and writes what of a tile lies inside the output, channels last. */
final class WinogradOutput {
    private final Epilogue epilogue;
    private final Place place;
    private final WinogradInput tiles;
    private final int out;
    private final int height;
    private final int width;

    /** @param out positions of a tile along one axis */
    WinogradOutput(Epilogue epilogue, Geometry geometry, WinogradInput tiles, int out, Place place) {
        this.epilogue = epilogue;
        this.place = place;
        this.tiles = tiles;
        this.out = out;
        height = geometry.out()[0];
        width = geometry.out()[1];
    }

    /**
     * Result (r, s) of a tile has its {@code count} filters, from number {@code first} on, side by side from
     * {@code results[from + (r·out + s)·step]} on.
     */
    void finish(
            float[] results,
            int from,
            int step,
            int tile,
            int first,
            int count,
            ChannelLoops.Finish finish,
            float[] y) {
        int row = tiles.row(tile);
        int column = tiles.column(tile);
        int rows = Math.min(out, height - row);
        int columns = Math.min(out, width - column);
        int line = width * place.pitch();
        int to = place.at((tiles.image(tile) * height + row) * width + column) + first;
        Positions positions = new Positions(rows, columns, out * step, step, line, place.pitch());
        MicroKernels.CHANNELS.finish(results, from, MicroKernels.COLUMNS, positions, y, to, first, count, finish);
        for (int r = 0; r < rows; r++) {
            Epilogues.activate(epilogue, y, to + r * line, columns, place.pitch(), count);
        }
    }
}
