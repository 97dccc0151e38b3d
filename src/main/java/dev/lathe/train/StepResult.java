package dev.lathe.train;

import dev.lathe.tensor.Tensor;
import java.util.Map;

/**
 * What one step gives. The arrays behind gradients belong to whoever called the step, who writes to them.
 *
 * @param loss mean over the batch, any penalty on weights left out
 * @param logits [n, classes], or with further axes of extent 1; the largest of a row is the class
 * @param gradients of {@code loss} by name and in the shape of the parameter; at least of those that are trained. They
 *     are dense: where a mask holds a weight at zero the gradient is that of the weight if it were free
 * @param statistics what batch normalisation found in this batch, mean and variance per channel, by the name of the
 *     parameter that holds the moving average; empty where there is none
 */
public record StepResult(double loss, Tensor logits, Map<String, Tensor> gradients, Map<String, Tensor> statistics) {
    public StepResult {
        gradients = Map.copyOf(gradients);
        statistics = Map.copyOf(statistics);
    }
}
