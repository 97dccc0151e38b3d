package dev.lathe.container;

/** How one tensor is stored; its ordinal is the byte that says so in the file. */
public enum Encoding {
    /** The floats as they are. */
    RAW,
    /** The first bytes of all floats, then the second ones, and so on; each plane Huffman coded if that is smaller. */
    PLANES,
    /** A codebook of the distinct values, and a Huffman coded number of one for each element. */
    DENSE_CODEBOOK,
    /** As {@link #DENSE_CODEBOOK}, but for elements other than +0 only, with their distances, Huffman coded, too. */
    SPARSE_CODEBOOK,
    /** The elements other than +0 as {@link #PLANES}, with their distances. */
    SPARSE_PLANES,
    /** A codebook, and numbers in adaptive binary arithmetic coding. */
    ADAPTIVE_CODEBOOK
}
