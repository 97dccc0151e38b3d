package dev.lathe.compress;

import dev.lathe.graph.Node;

/**
 * A node that multiplies with weights and stays as it is.
 *
 * @param reason why, such as {@code its weights are computed by cast3 (Cast)}
 * @param parameters constants that it multiplies with
 * @param macs at batch 1; 0 where shapes are not known
 */
record Unfit(Node node, String reason, long parameters, long macs) implements Candidate {}
