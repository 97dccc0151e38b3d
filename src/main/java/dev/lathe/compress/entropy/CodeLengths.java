package dev.lathe.compress.entropy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Lengths of an optimal prefix code, none longer than a limit: the package-merge algorithm of Larmore and Hirschberg,
 * "A fast algorithm for optimal length-limited Huffman codes" (1990).
 */
final class CodeLengths {
    private CodeLengths() {}

    /**
     * A length for each symbol: {@link HuffmanCode#UNUSED} where its count is 0, and 0 for one that is alone.
     *
     * @param limit so large that 2^limit exceeds the number of symbols
     */
    static byte[] of(long[] counts, int limit) {
        byte[] lengths = new byte[counts.length];
        Arrays.fill(lengths, HuffmanCode.UNUSED);
        int[] used = IntStream.range(0, counts.length)
                .filter(symbol -> counts[symbol] > 0)
                .boxed()
                .sorted((a, b) -> Long.compare(counts[a], counts[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] weights = Arrays.stream(used).mapToLong(symbol -> counts[symbol]).toArray();
        byte[] ascending = ofAscending(weights, limit);
        for (int i = 0; i < used.length; i++) {
            lengths[used[i]] = ascending[i];
        }
        return lengths;
    }

    private static byte[] ofAscending(long[] weights, int limit) {
        byte[] lengths = new byte[weights.length];
        if (weights.length < 2) {
            return lengths;
        }
        BitSet[] leaves = new BitSet[limit];
        long[] items = {};
        for (int level = 0; level < limit; level++) {
            leaves[level] = new BitSet();
            items = merge(weights, packages(items), leaves[level]);
        }
        // Of the deepest list the cheapest 2n-2 items make the code; each package among them stands for two of the list
        // below, and each leaf makes its symbol's code one bit longer.
        int taken = 2 * weights.length - 2;
        for (int level = limit - 1; level >= 0; level--) {
            int leavesTaken = leaves[level].get(0, taken).cardinality();
            for (int i = 0; i < leavesTaken; i++) {
                lengths[i]++;
            }
            taken = 2 * (taken - leavesTaken);
        }
        return lengths;
    }

    private static long[] packages(long[] items) {
        long[] packages = new long[items.length / 2];
        Arrays.setAll(packages, i -> items[2 * i] + items[2 * i + 1]);
        return packages;
    }

    /** Both lists as one, ascending, with a mark in {@code leaves} for each item that comes from {@code weights}. */
    private static long[] merge(long[] weights, long[] packages, BitSet leaves) {
        long[] items = new long[weights.length + packages.length];
        int leaf = 0;
        for (int i = 0; i < items.length; i++) {
            int other = i - leaf;
            if (other == packages.length || (leaf < weights.length && weights[leaf] <= packages[other])) {
                leaves.set(i);
                items[i] = weights[leaf++];
            } else {
                items[i] = packages[other];
            }
        }
        return items;
    }
}
