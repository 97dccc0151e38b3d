package dev.lathe.train;

import dev.lathe.tensor.Tensor;
import java.util.Map;

/**
 * What a training came to.
 *
 * @param last the parameters that were trained, as the last step left them
 * @param best copies of all values by name, as they were at the end of epoch {@code history.best()}
 */
public record Trained(Parameters last, Map<String, Tensor> best, History history) {}
