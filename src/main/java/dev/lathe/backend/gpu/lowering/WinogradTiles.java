package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.op.Geometry;
import java.util.List;
import java.util.Map;

/**
 * Winograd's transforms for GPUs, where images are read and written as they lie: {@code winograd/winograd_cut} and
 * {@code winograd/winograd_join}.
 *
 * @param out results of a tile along one axis
 * @param down rows of tiles
 * @param across tiles of a row
 */
record WinogradTiles(int out, int down, int across) {
    /** All tiles of {@code sum.x()} to {@code images}. */
    void cut(Correlation sum, Arg images, Call call, Draft draft) {
        draft.add(launch("winograd/winograd_cut", sum.channels(), sum, call)
                .with(List.of(Draft.read(sum.x()), images))
                .struct(fields(sum, sum.channels())));
    }

    /** All tiles of {@code multiplied} to {@code sum.y()}. */
    void join(Correlation sum, Arg multiplied, Call call, Draft draft) {
        draft.add(launch("winograd/winograd_join", sum.filters(), sum, call)
                .define(sum.epilogue())
                .with(List.of(Draft.read(multiplied)))
                .with(sum.addends())
                .with(List.of(sum.y()))
                .struct(fields(sum, sum.filters())));
    }

    private Launch launch(String kernel, int planes, Correlation sum, Call call) {
        long tiles = (long) sum.images() * planes * down * across;
        return Launch.of(kernel, call.cover(tiles)).define(Map.of("VW", 1, "TILE_OUT", out));
    }

    private int[] fields(Correlation sum, int planes) {
        Geometry g = sum.geometry();
        return new int[] {
            sum.images() * planes,
            planes,
            down,
            across,
            g.in()[1],
            g.in()[2],
            g.out()[1],
            g.out()[2],
            g.padBegin()[1],
            g.padBegin()[2]
        };
    }
}
