package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * Ranks part of the way from what a kernel has to what EVBMF would leave, for compressing in rounds with fine-tuning in
 * between (MUSCO, ICCVW 2019).
 *
 * @param share w, the part of the way: 0 stays, 1 goes all of it
 * @param floor no rank goes below this
 */
public record Weakened(double share, int floor) {
    /** That of MUSCO's own implementation. */
    public static final int FLOOR = 21;

    public Weakened {
        if (!(share >= 0 && share <= 1) || floor < 1) {
            throw new InputException("ranks weakened by " + share + " with a floor of " + floor
                    + ", wanted a share of 0 to 1 and a floor of at least 1");
        }
    }

    /**
     * The whole part of now - share·(now - evbmf), at least the floor, at most {@code now}.
     *
     * @param now channels or rank that the kernel has
     * @param evbmf {@link Evbmf#rank}; 0, where it sees nothing but noise, keeps {@code now}
     */
    public int rank(int now, int evbmf) {
        if (evbmf == 0) {
            return now;
        }
        int weakened = (int) (now - share * (now - evbmf));
        return Math.min(now, Math.max(floor, weakened));
    }

    /** {@link #rank} of both modes. */
    public Ranks ranks(Ranks now, Ranks evbmf) {
        return new Ranks(rank(now.inputs(), evbmf.inputs()), rank(now.outputs(), evbmf.outputs()));
    }
}
