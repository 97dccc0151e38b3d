package dev.lathe.container;

/** How a container's weights are coded. */
public enum Coder {
    /** Fixed codes per tensor: quick to write and to read. */
    HUFFMAN,
    /** Probabilities that follow the weights already coded: smaller, and several times slower. */
    ADAPTIVE
}
