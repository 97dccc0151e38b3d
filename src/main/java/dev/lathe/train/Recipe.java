package dev.lathe.train;

import dev.lathe.error.InputException;
import org.jspecify.annotations.Nullable;

/**
 * How long and by what rules a network is trained.
 *
 * @param epochs at most
 * @param statistics the share of a batch in the moving averages of batch normalisation, in 0..1
 * @param patience training ends after so many epochs in a row that were no better than the best; 0: never early
 * @param pruning null: none. Has to leave one epoch of final masks at least
 */
public record Recipe(int epochs, Update update, double statistics, int patience, @Nullable Pruning pruning) {
    /** The share of a batch in moving averages that most networks are trained with. */
    public static final double USUAL_STATISTICS = 0.1;

    /** @throws InputException if a number is out of range, or pruning takes too long */
    public Recipe {
        if (epochs < 1 || patience < 0 || !(statistics >= 0 && statistics <= 1)) {
            throw new InputException(
                    "a training has 1 or more epochs, a patience of 0 or more and a share of statistics"
                            + " in 0..1, got " + epochs + ", " + patience + " and " + statistics);
        }
        if (pruning != null && !pruning.isOver(epochs - 1)) {
            throw new InputException("pruning ends at epoch "
                    + pruning.schedule().end() + ", which leaves no whole one of " + epochs + " with the final masks");
        }
    }

    /** This one with {@code other} pruning. */
    public Recipe pruning(Pruning other) {
        return new Recipe(epochs, update, statistics, patience, other);
    }

    /** All epochs, without pruning. */
    public Recipe(int epochs, Update update) {
        this(epochs, update, USUAL_STATISTICS, 0, null);
    }
}
