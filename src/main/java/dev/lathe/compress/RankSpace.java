package dev.lathe.compress;

import dev.lathe.compress.lowrank.Ranks;

/**
 * The ranks that a layer may have, what they cost and what they lose. A rank equal to the layer's own number of inputs
 * or outputs means that this side is not reduced and needs no layer of its own.
 *
 * @param reducesInputs whether inputs may be reduced: not of a first convolution (Tucker-1), nor of a matrix, whose two
 *     unfoldings are one
 * @param multiple and {@code minimum} of every rank, as in {@link LowRankPlan}
 */
record RankSpace(Extents extents, boolean reducesInputs, int multiple, int minimum) {
    /** Convolutions of so few channels are the first of networks of pictures. */
    private static final int FEW_INPUTS = 4;

    static RankSpace of(Layer layer, boolean first, LowRankPlan plan) {
        Extents extents = layer.extents();
        boolean matrix = extents.taps() == 1;
        boolean reducesInputs = !matrix && !first && extents.inputs() > FEW_INPUTS;
        return new RankSpace(extents, reducesInputs, plan.multiple(), plan.minimum());
    }

    /** Rounded as the plan wants it, within what the layer has. */
    Ranks rounded(int inputs, int outputs) {
        int full = extents.inputs();
        return new Ranks(reducesInputs ? rounded(inputs, mostInputs(), full) : full, roundedOutputs(outputs));
    }

    private int roundedOutputs(int outputs) {
        return rounded(outputs, mostOutputs(), extents.outputs());
    }

    private int rounded(int rank, int most, int full) {
        int up = Math.ceilDiv(Math.max(rank, minimum), multiple) * multiple;
        return up >= most ? full : up;
    }

    /** The rank of the unfolding along inputs, S x T·taps. */
    int mostInputs() {
        return (int) Math.min(extents.inputs(), (long) extents.outputs() * extents.taps());
    }

    /** The rank of the unfolding along outputs, T x S·taps. */
    int mostOutputs() {
        return (int) Math.min(extents.outputs(), (long) extents.inputs() * extents.taps());
    }

    /** Whether a layer 1x1 in front reduces the inputs. */
    boolean reduces(Ranks ranks) {
        return ranks.inputs() < extents.inputs();
    }

    /** Whether a layer 1x1 behind restores the outputs. */
    boolean restores(Ranks ranks) {
        return ranks.outputs() < extents.outputs();
    }

    /** S·R3 + taps·R3·R4 + T·R4 for each group (Kim et al. 2015), without the terms of layers that are not there. */
    long parameters(Ranks ranks) {
        return extents.groups() * (reduce(ranks) + core(ranks) + restore(ranks));
    }

    /** S·R3·HW + (taps·R3·R4 + T·R4)·H'W' for each group. */
    long macs(Ranks ranks) {
        long inside = reduce(ranks) * extents.positionsIn() + (core(ranks) + restore(ranks)) * extents.positionsOut();
        return extents.groups() * inside;
    }

    private long reduce(Ranks ranks) {
        return reduces(ranks) ? (long) extents.inputs() * ranks.inputs() : 0;
    }

    private long core(Ranks ranks) {
        return (long) extents.taps() * ranks.inputs() * ranks.outputs();
    }

    private long restore(Ranks ranks) {
        return restores(ranks) ? (long) extents.outputs() * ranks.outputs() : 0;
    }

    /** Whether these ranks leave fewer weights and fewer multiply-adds than there were. */
    boolean shrinks(Ranks ranks) {
        return parameters(ranks) < extents.parameters() && macs(ranks) < extents.macs();
    }
}
