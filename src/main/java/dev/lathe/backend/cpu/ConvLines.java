package dev.lathe.backend.cpu;

/** Lines of a convolution's result, channels last, that are made when they are wanted. */
interface ConvLines {
    /** Lines {@code line..end} of an image's result. */
    record Part(int image, int line, int end) {}

    /**
     * Lines that are made together: from a multiple of so many on, the fewer of them are wanted the more each takes.
     */
    int together();

    /** The images as {@link #make} wants them: as they are, or with borders in array 0 of {@code shared}. */
    float[] around(float[] x, Scratch shared, Workers workers);

    /**
     * Makes some lines.
     *
     * @param x what {@link #around} gave
     * @param y filter f of the first position goes to {@code y[to + f]}
     * @param mine arrays 0 and 3 and the integers are written
     */
    void make(float[] x, Part part, ChannelLoops.Finish finish, float[] y, int to, Scratch mine);
}
