package dev.lathe.compress.search;

/**
 * What a layer may become.
 *
 * @param cost what the layer takes then, in bytes or milliseconds
 * @param loss what the network is thought to lose by it
 */
public record Choice(Setting setting, double cost, double loss) {}
