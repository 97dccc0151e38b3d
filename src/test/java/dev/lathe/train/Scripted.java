package dev.lathe.train;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A step whose losses are written beforehand; its only weight {@code w} falls by the learning rate each step. */
final class Scripted implements TrainingStep {
    private final Deque<Double> training;
    private final Deque<Double> validation;

    /** @param training losses of steps; 1 when there are no more */
    Scripted(List<Double> training, List<Double> validation) {
        this.training = new ArrayDeque<>(training);
        this.validation = new ArrayDeque<>(validation);
    }

    static Parameters weights() {
        return Parameters.trained(Map.of("w", Tensor.of(Shape.of(1), 0f)));
    }

    private static Tensor logits(Batch batch) {
        return Tensor.of(Shape.of(batch.size(), 3), new float[3 * batch.size()]);
    }

    @Override
    public StepResult run(Parameters weights, Batch batch) {
        double loss = training.isEmpty() ? 1 : training.remove();
        return new StepResult(loss, logits(batch), Map.of("w", Tensor.of(Shape.of(1), 1f)), Map.of());
    }

    @Override
    public Outcome evaluate(Parameters weights, Batch batch) {
        return new Outcome(validation.remove(), logits(batch));
    }
}
