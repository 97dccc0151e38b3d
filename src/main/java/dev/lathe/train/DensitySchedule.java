package dev.lathe.train;

import dev.lathe.error.InputException;

/**
 * How dense a layer still is while it is pruned to a target; 1 at first, the target from {@link #end()} on. Time is in
 * epochs: 2.5 is the middle of the third.
 */
public sealed interface DensitySchedule {
    /** When pruning begins. */
    double begin();

    /** From when on the target holds. */
    double end();

    /** The share of weights that a layer has at {@code time} on its way to {@code target}. */
    double density(double target, double time);

    /** All at once. */
    record OneShot(double begin) implements DensitySchedule {
        public OneShot {
            time(begin);
        }

        @Override
        public double end() {
            return begin;
        }

        @Override
        public double density(double target, double time) {
            return time < begin ? 1 : target;
        }
    }

    /**
     * In rounds with training between them, each of which keeps the same share: target^(k/n) after round k of n (Han et
     * al. 2015, arXiv 1506.02626, section 3.4).
     *
     * @param every epochs from one round to the next
     */
    record Iterative(double begin, double every, int rounds) implements DensitySchedule {
        public Iterative {
            time(begin);
            if (!(every > 0) || Double.isInfinite(every) || rounds < 1) {
                throw new InputException("there are 1 or more rounds of pruning, more than 0 epochs apart, got "
                        + rounds + " and " + every);
            }
        }

        @Override
        public double end() {
            return begin + every * (rounds - 1);
        }

        @Override
        public double density(double target, double time) {
            if (time < begin) {
                return 1;
            }
            double done = time < end() ? Math.floor((time - begin) / every) + 1 : rounds;
            return StrictMath.pow(target, done / rounds);
        }
    }

    /**
     * Fast at first, when most weights can be spared, and slower towards the end: target + (1 - target)·(1 - p)³, p
     * going from 0 to 1 between {@code begin} and {@code end} (Zhu and Gupta 2017, arXiv 1710.01878, equation 1, from
     * no sparsity).
     */
    record Cubic(double begin, double end) implements DensitySchedule {
        public Cubic {
            time(begin);
            if (!(end > begin) || Double.isInfinite(end)) {
                throw new InputException("pruning from epoch " + begin + " ends later, not at " + end);
            }
        }

        @Override
        public double density(double target, double time) {
            double left = 1 - Math.clamp((time - begin) / (end - begin), 0, 1);
            return target + (1 - target) * left * left * left;
        }
    }

    private static void time(double begin) {
        if (!(begin >= 0) || Double.isInfinite(begin)) {
            throw new InputException("pruning begins at epoch 0 or later, not at " + begin);
        }
    }
}
