package dev.lathe.train;

import dev.lathe.error.InputException;
import java.util.List;

/**
 * The learning rate as a function of time and of what validation has shown so far, so that there is no state to save.
 */
public sealed interface Schedule {
    /**
     * The learning rate of a step.
     *
     * @param time in epochs: 2.5 is the middle of the third
     * @param losses of validation, one after each epoch that has ended
     */
    double rate(double time, List<Double> losses);

    /** Always the same. */
    record Constant(double rate) implements Schedule {
        public Constant {
            positive("a learning rate", rate);
        }

        @Override
        public double rate(double time, List<Double> losses) {
            return rate;
        }
    }

    /** Multiplied by {@code factor} after every {@code every} epochs. */
    record Step(double rate, double factor, int every) implements Schedule {
        public Step {
            positive("a learning rate", rate);
            positive("the factor of a step", factor);
            positive("the epochs of a step", every);
        }

        @Override
        public double rate(double time, List<Double> losses) {
            return rate * StrictMath.pow(factor, Math.floor(time / every));
        }
    }

    /**
     * From {@code rate} down to {@code floor} in {@code epochs} along half a cosine, and {@code floor} from then on
     * (Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5, without restarts).
     */
    record Cosine(double rate, double floor, double epochs) implements Schedule {
        public Cosine {
            positive("a learning rate", rate);
            positive("the epochs of a cosine", epochs);
            if (!(floor >= 0 && floor <= rate)) {
                throw new InputException("a cosine ends between 0 and its rate of " + rate + ", not at " + floor);
            }
        }

        @Override
        public double rate(double time, List<Double> losses) {
            double share = Math.min(time / epochs, 1);
            return floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * share)) / 2;
        }
    }

    /**
     * Multiplied by {@code factor} whenever the loss of validation has not fallen below its lowest for more than
     * {@code patience} epochs; the count then starts anew.
     */
    record Plateau(double rate, double factor, int patience, double floor) implements Schedule {
        public Plateau {
            positive("a learning rate", rate);
            if (!(factor > 0 && factor < 1) || patience < 0 || !(floor >= 0 && floor <= rate)) {
                throw new InputException("a plateau has a factor in 0..1, a patience of 0 or more epochs and a floor"
                        + " between 0 and its rate, got " + factor + ", " + patience + " and " + floor);
            }
        }

        @Override
        public double rate(double time, List<Double> losses) {
            double lowest = Double.POSITIVE_INFINITY;
            double now = rate;
            int waited = 0;
            for (double loss : losses) {
                waited = loss < lowest ? 0 : waited + 1;
                lowest = loss < lowest ? loss : lowest;
                if (waited > patience) {
                    now = Math.max(now * factor, floor);
                    waited = 0;
                }
            }
            return now;
        }
    }

    /**
     * For {@code epochs} epochs straight from the share {@code from} of the rate at which {@code then} begins up to it;
     * then {@code then}, whose time begins at zero (after Goyal et al. 2017, arXiv 1706.02677, section 2.2).
     *
     * @param epochs above 0, need not be whole
     * @param from in 0..1
     */
    record WarmUp(double epochs, double from, Schedule then) implements Schedule {
        public WarmUp {
            positive("the epochs of a warm-up", epochs);
            if (!(from >= 0 && from <= 1)) {
                throw new InputException("a warm-up begins at a share of the rate in 0..1, not " + from);
            }
        }

        @Override
        public double rate(double time, List<Double> losses) {
            if (time < epochs) {
                return then.rate(0, List.of()) * (from + (1 - from) * time / epochs);
            }
            int before = (int) Math.min(Math.ceil(epochs), losses.size());
            return then.rate(time - epochs, losses.subList(before, losses.size()));
        }
    }

    private static void positive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InputException(what + " is above 0, not " + value);
        }
    }
}
