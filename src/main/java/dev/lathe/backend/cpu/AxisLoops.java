package dev.lathe.backend.cpu;

/** The transform of windows along one axis by Winograd's method: the input's matrix times neighbours side by side. */
interface AxisLoops {
    /**
     * Transforms as many stretches as a tile has elements along the axis: stretch k is {@code x[at + k·step + i]} for i
     * in 0..count-1. Element e goes to {@code y[to + e·yStep + i]}.
     */
    void input(float[] x, int at, int step, float[] y, int to, int yStep, int count);
}
