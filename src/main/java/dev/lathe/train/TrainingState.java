package dev.lathe.train;

import dev.lathe.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that changes while a training runs, and so all that a checkpoint holds. Generators are functions of seed, epoch
 * and number ({@link Seeds}), so that epoch and step are their state.
 */
final class TrainingState {
    private final Parameters weights;
    private final OptimiserState optimiser;
    private int epoch;
    private int step;
    private Tally tally = Tally.EMPTY;
    private History history = History.EMPTY;
    private List<Tensor> best = List.of();

    TrainingState(Optimiser optimiser, Parameters weights) {
        this.weights = weights;
        this.optimiser = new OptimiserState(optimiser, weights);
    }

    Parameters weights() {
        return weights;
    }

    OptimiserState optimiser() {
        return optimiser;
    }

    /** The epoch that runs, or comes next. */
    int epoch() {
        return epoch;
    }

    /** How many steps of it were done. */
    int step() {
        return step;
    }

    /** Of the steps done. */
    Tally tally() {
        return tally;
    }

    History history() {
        return history;
    }

    /** Values of the best epoch in the order of the parameters; none before the first that may be the best. */
    List<Tensor> best() {
        return best;
    }

    void stepDone(Tally now) {
        step++;
        tally = now;
    }

    void epochDone(EpochResult result) {
        history = history.and(result);
        if (history.best() == result.epoch()) {
            best = weights.snapshot();
        }
        epoch++;
        step = 0;
        tally = Tally.EMPTY;
    }

    void restore(History savedHistory, int savedStep, Tally savedTally, List<Tensor> savedBest) {
        history = savedHistory;
        epoch = savedHistory.epochs().size();
        step = savedStep;
        tally = savedTally;
        best = savedBest;
    }

    Trained trained() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < best.size(); i++) {
            named.put(weights.all().get(i).name(), best.get(i));
        }
        return new Trained(weights, Collections.unmodifiableMap(named), history);
    }
}
