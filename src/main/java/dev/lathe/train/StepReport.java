package dev.lathe.train;

/**
 * Where a training is after a step.
 *
 * @param epoch from 0
 * @param epochs of the training, if it does not end early
 * @param step of the epoch, from 0
 * @param steps of each epoch
 * @param soFar of this epoch
 */
public record StepReport(int epoch, int epochs, int step, int steps, Metrics soFar) {}
