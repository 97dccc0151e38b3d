package dev.lathe.compress.entropy;

/** Codes single bits by their probability; one that is expected costs little. Writing and reading look the same. */
interface BinaryCoder {
    /**
     * Codes the next bit, of a kind of {@code bits}, which learns from it.
     *
     * @param bit the bit when writing; without meaning when reading
     * @return the bit
     */
    int code(AdaptiveBits bits, int kind, int bit);
}
