package dev.lathe;

/** How much more than a plain sum Winograd's method may be off. */
public final class WinogradTolerance {
    private static final int SMALL = 4;
    private static final int LARGE = 100;
    private static final int ONE_AXIS = 12;

    private WinogradTolerance() {}

    /**
     * How many times the roundings of a plain sum the transforms may make; docs/numerics.md has the reasons.
     *
     * @param out results of a tile along one axis: 2 or 4
     */
    public static int amplification(int out) {
        return out == 2 ? SMALL : LARGE;
    }

    /** The same for tiles along one axis, of any size, and at least 16 terms for each of their elements. */
    public static int alongOneAxis() {
        return ONE_AXIS;
    }
}
