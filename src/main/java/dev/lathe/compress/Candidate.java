package dev.lathe.compress;

import dev.lathe.graph.Node;

/** A node that multiplies with weights: one that can be made smaller, or one that cannot, with the reason. */
sealed interface Candidate permits Layer, Unfit {
    Node node();

    /** Weights that multiply. */
    long parameters();

    /** Multiply-adds at batch 1. */
    long macs();
}
