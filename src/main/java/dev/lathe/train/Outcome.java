package dev.lathe.train;

import dev.lathe.tensor.Tensor;

/**
 * What a network gives for a batch.
 *
 * @param loss mean over the batch
 * @param logits [n, classes], or with further axes of extent 1
 */
public record Outcome(double loss, Tensor logits) {}
