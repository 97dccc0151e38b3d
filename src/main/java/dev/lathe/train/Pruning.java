package dev.lathe.train;

import dev.lathe.error.InputException;

/**
 * Pruning by magnitude while a network is trained. Masks are looked at in the first step of each epoch and in every
 * {@code every}-th step, after the gradients are known and before weights move. Densities never rise.
 *
 * @param every steps, counted from the beginning of the training
 * @param regrowth the share of the kept weights that are exchanged each time between the schedule's begin and end, 0
 *     for none. Those of least magnitude go, and as many of those not kept come back at zero where the dense gradient
 *     is largest (RigL, Evci et al. 2020, arXiv 1911.11134); the share falls to zero along half a cosine
 */
public record Pruning(DensitySchedule schedule, PruneTarget target, int every, double regrowth) {
    /** @throws InputException if {@code every} is below 1 or {@code regrowth} not from 0 to below 1 */
    public Pruning {
        if (every < 1 || !(regrowth >= 0 && regrowth < 1)) {
            throw new InputException("masks are looked at every 1 or more steps and a share from 0 to below 1 grows"
                    + " again, got " + every + " and " + regrowth);
        }
    }

    boolean isDue(int stepOfEpoch, long stepOfTraining) {
        return stepOfEpoch == 0 || stepOfTraining % every == 0;
    }

    /** Whether masks do not change any more from the first step of {@code epoch} on. */
    boolean isOver(int epoch) {
        return epoch >= schedule.end();
    }

    /** The share of kept weights that is exchanged at {@code time}. */
    double exchanged(double time) {
        if (time < schedule.begin() || time >= schedule.end()) {
            return 0;
        }
        double passed = (time - schedule.begin()) / (schedule.end() - schedule.begin());
        return regrowth * (1 + StrictMath.cos(Math.PI * passed)) / 2;
    }
}
