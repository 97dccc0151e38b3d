package dev.lathe.train;

/**
 * What an epoch came to.
 *
 * @param epoch from 0
 * @param rate the learning rate of its last step
 * @param training over its batches, while weights moved and images were augmented
 * @param validation at its end
 * @param candidate whether it may be the best: not while weights are still being pruned, as denser networks are better
 */
public record EpochResult(int epoch, double rate, Metrics training, Metrics validation, boolean candidate) {}
