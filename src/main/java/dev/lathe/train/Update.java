package dev.lathe.train;

import dev.lathe.error.InputException;

/**
 * How gradients become steps.
 *
 * @param clip the largest norm of all gradients together; larger ones are scaled down to it. Infinity: they are not
 */
public record Update(Optimiser optimiser, Schedule schedule, double clip) {
    /** @throws InputException if {@code clip} is not above 0 */
    public Update {
        if (!(clip > 0)) {
            throw new InputException("gradients are clipped to a norm above 0, not " + clip);
        }
    }

    /** Without clipping. */
    public Update(Optimiser optimiser, Schedule schedule) {
        this(optimiser, schedule, Double.POSITIVE_INFINITY);
    }
}
