package dev.lathe.container;

/** How a container's weights are coded. */
public enum Coder {
    /** Fixed codes per tensor: quick to write and to read. */
    HUFFMAN,
    /** Probabilities that follow the weights already coded: smaller by a few per cent, and ten times slower to read. */
    ADAPTIVE
}
