package dev.lathe.backend.cpu;

/**
 * The weights that pruned filters keep, filter by filter, in the order of their channels.
 *
 * @param channels of each weight
 * @param starts of each filter in the other two, and the end of the last
 */
record SparseFilters(float[] weights, char[] channels, int[] starts) {
    /** Most channels. */
    static final int MOST_CHANNELS = 1 << Character.SIZE;

    /** @param w [filter][channel], of at most {@link #MOST_CHANNELS} channels */
    static SparseFilters of(int filters, int channels, float[] w) {
        int[] starts = new int[filters + 1];
        for (int f = 0; f < filters; f++) {
            starts[f + 1] = starts[f];
            for (int i = f * channels; i < (f + 1) * channels; i++) {
                starts[f + 1] += w[i] == 0 ? 0 : 1;
            }
        }
        float[] weights = new float[starts[filters]];
        char[] places = new char[weights.length];
        int kept = 0;
        for (int i = 0; i < filters * channels; i++) {
            if (w[i] != 0) {
                weights[kept] = w[i];
                places[kept++] = (char) (i % channels);
            }
        }
        return new SparseFilters(weights, places, starts);
    }
}
