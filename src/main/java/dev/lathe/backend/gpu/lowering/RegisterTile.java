package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;

/**
 * The results that one work-item of {@code conv/conv_strips} keeps in registers.
 *
 * @param filters rows of the tile
 * @param vectors columns of the tile, in vectors
 * @param band tiles along the positions that are done for all filters before the next ones
 */
record RegisterTile(int filters, int vectors, int band) {
    static RegisterTile of(Correlation sum, int positions, Call call) {
        return new RegisterTile(8, 3, Math.ceilDiv(positions, 3 * call.device().vectorWidth()));
    }
}
