package dev.lathe.compress;

/**
 * Replacing layers by thinner ones.
 *
 * @param multiple ranks are rounded up to a multiple of this, so that vectors are full
 * @param minimum ranks are not smaller than this
 * @param dataAware whether factors keep what the layer gives on calibration images, instead of its weights
 * @param sweeps of alternating steps, at most
 * @param tolerance the error falls by less than this in the last sweep
 * @param selection layers to touch
 */
public record LowRankPlan(
        RankRule ranks,
        int multiple,
        int minimum,
        boolean dataAware,
        int sweeps,
        double tolerance,
        Selection selection) {}
