package dev.lathe;

/**
 * How long one layer of a run took.
 *
 * @param node name of the (possibly fused) node
 * @param op its operator
 */
public record LayerTime(String node, String op, double milliseconds) {}
