package dev.lathe.train;

import java.util.ArrayList;
import java.util.List;

/** The epochs that have ended, in order. Immutable. */
public record History(List<EpochResult> epochs) {
    static final History EMPTY = new History(List.of());

    public History {
        epochs = List.copyOf(epochs);
    }

    History and(EpochResult next) {
        List<EpochResult> all = new ArrayList<>(epochs);
        all.add(next);
        return new History(all);
    }

    /** Losses of validation, one for each epoch. */
    public List<Double> losses() {
        return epochs.stream().map(epoch -> epoch.validation().loss()).toList();
    }

    /** The best of those that may be, the first of equal ones; -1 if there is none. */
    public int best() {
        int best = -1;
        for (EpochResult epoch : epochs) {
            boolean better =
                    best < 0 || epoch.validation().betterThan(epochs.get(best).validation());
            best = epoch.candidate() && better ? epoch.epoch() : best;
        }
        return best;
    }

    /** Epochs since the best; 0 if there is none. */
    int waited() {
        int best = best();
        return best < 0 ? 0 : epochs.size() - 1 - best;
    }
}
