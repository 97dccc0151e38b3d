package dev.lathe.container;

import java.util.List;

/**
 * What a container spends its bytes on.
 *
 * @param tensors those with a section of their own, in the order of the graph's constants
 * @param graphBytes the section of the graph, which holds all other constants
 * @param frameBytes everything else
 */
public record Storage(List<StoredTensor> tensors, long graphBytes, long frameBytes) {
    public Storage {
        tensors = List.copyOf(tensors);
    }

    /**
     * One tensor.
     *
     * @param name of the constant
     * @param elements how many the tensor has
     * @param entries how many are stored; with a relative index {@code fillers} more than are not +0
     * @param fillers entries that only bridge a long gap
     * @param distinct values in the codebook; 0 without one
     * @param indexBits width of the relative index; 0 without one
     * @param bytes where they go
     */
    public record StoredTensor(
            String name,
            Encoding encoding,
            int elements,
            int entries,
            int fillers,
            int distinct,
            int indexBits,
            Bytes bytes) {}

    /**
     * Bytes of one section.
     *
     * @param codebook its values
     * @param codes the entries: numbers of the codebook or floats
     * @param gaps the relative index
     * @param other code tables, counts and the section's frame
     */
    public record Bytes(long codebook, long codes, long gaps, long other) {
        public long total() {
            return codebook + codes + gaps + other;
        }
    }

    /** Length of the file. */
    public long totalBytes() {
        return graphBytes
                + frameBytes
                + tensors.stream().mapToLong(tensor -> tensor.bytes().total()).sum();
    }
}
