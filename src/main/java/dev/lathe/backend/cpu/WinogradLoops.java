package dev.lathe.backend.cpu;

/**
 * The transforms of {@link WinogradConv}, of one tile at a time: neighbouring channels or filters lie in neighbouring
 * lanes.
 */
interface WinogradLoops {
    /** The matrices that these loops multiply by. */
    WinogradMatrices matrices();

    /**
     * Transforms the window whose position (r, s) has its channels from {@code x[at + r·rowStep + s·columnStep]} on.
     * Element (i, j) goes to {@code v[vAt + (i·side + j)·step + c]} for c in 0..channels-1; nothing else is written.
     *
     * @param work room for as many vectors as a tile has elements
     */
    void input(
            float[] x, int at, int rowStep, int columnStep, int channels, float[] v, int vAt, int step, float[] work);

    /**
     * Transforms the products {@code m[at + element·step + j]} for j in 0..lanes-1, a multiple of a vector's lanes.
     * Result (r, s) of the tile goes to {@code y[(r·out + s)·lanes + j]}.
     *
     * @param work as for {@link #input}
     */
    void output(float[] m, int at, int step, int lanes, float[] y, float[] work);
}
