package dev.lathe.compress.entropy;

import dev.lathe.error.ModelException;
import java.util.Arrays;

/**
 * A canonical Huffman code of the symbols 0 to {@link #alphabet}-1: codes of one length are consecutive numbers in the
 * order of their symbols, after all shorter ones. A symbol that is alone takes no bits, so whoever reads has to know
 * how many there are. Immutable.
 */
public final class HuffmanCode {
    /** Bits of the longest code. */
    public static final int LONGEST = 24;

    static final byte UNUSED = -1;

    private final byte[] lengths;
    private final int[] codes;

    private HuffmanCode(byte[] lengths) {
        this.lengths = lengths;
        this.codes = canonical(lengths);
    }

    /**
     * The best code for symbols that occur so often; for none, when all counts are 0.
     *
     * @param counts one for each symbol, at most 2<sup>20</sup> of them
     */
    public static HuffmanCode of(long... counts) {
        return new HuffmanCode(CodeLengths.of(counts, LONGEST));
    }

    /** Code of each symbol, the first bit lowest. */
    private static int[] canonical(byte[] lengths) {
        int[] codes = new int[lengths.length];
        int next = 0;
        for (int length = 1; length <= LONGEST; length++) {
            next <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(next++) >>> (Integer.SIZE - length);
                }
            }
        }
        return codes;
    }

    public int alphabet() {
        return lengths.length;
    }

    /** Bits of the code of {@code symbol}; -1 when it has none. */
    public int length(int symbol) {
        return lengths[symbol];
    }

    byte[] lengths() {
        return lengths;
    }

    int code(int symbol) {
        return codes[symbol];
    }

    /** Bits of a text in which each symbol occurs so often; those without a code must not. */
    public long bits(long... counts) {
        long bits = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            bits += counts[symbol] * Math.max(0, lengths[symbol]);
        }
        return bits;
    }

    /** Appends {@code symbol}, which must have a code. */
    public void write(int symbol, BitWriter to) {
        to.write(codes[symbol], lengths[symbol]);
    }

    /**
     * Appends the code itself, for {@link #readTable}. Runs of symbols without and with a code alternate, beginning
     * with one without; the former are as long as their number less 1, all numbers in gamma code. The length of a code
     * is told by its difference to the one before (the first one's to 0): 1 for 0, 2 for -1, 3 for +1, 4 for -2, and so
     * on.
     */
    public void writeTable(BitWriter to) {
        int before = 0;
        int symbol = 0;
        while (symbol < lengths.length) {
            int used = run(symbol, true);
            to.writeGamma(used - symbol + 1);
            int unused = run(used, false);
            if (used < lengths.length) {
                to.writeGamma(unused - used);
            }
            for (symbol = used; symbol < unused; symbol++) {
                int step = lengths[symbol] - before;
                to.writeGamma(step > 0 ? 2 * step + 1 : Math.max(1, -2 * step));
                before = lengths[symbol];
            }
        }
    }

    /** The first symbol from {@code from} on that has a code or has none; else the alphabet's size. */
    private int run(int from, boolean used) {
        int symbol = from;
        while (symbol < lengths.length && (lengths[symbol] != UNUSED) != used) {
            symbol++;
        }
        return symbol;
    }

    /**
     * A code for {@code alphabet} symbols as {@link #writeTable} wrote it.
     *
     * @throws ModelException if it is none, or bit patterns are left without a symbol
     */
    public static HuffmanCode readTable(int alphabet, BitReader from) {
        byte[] lengths = new byte[alphabet];
        Arrays.fill(lengths, UNUSED);
        int before = 0;
        int symbol = 0;
        while (symbol < alphabet) {
            symbol += run(from.readGamma() - 1, alphabet - symbol);
            int used = symbol == alphabet ? symbol : symbol + run(from.readGamma(), alphabet - symbol);
            for (; symbol < used; symbol++) {
                int number = from.readGamma();
                before += (number & 1) == 1 ? number >> 1 : -(number >> 1);
                if (before < 0 || before > LONGEST) {
                    throw new ModelException("a code has " + before + " bits, wanted 0 to " + LONGEST);
                }
                lengths[symbol] = (byte) before;
            }
        }
        checkComplete(lengths);
        return new HuffmanCode(lengths);
    }

    private static int run(int length, int left) {
        if (length > left) {
            throw new ModelException("a code table names " + length + " symbols where " + left + " are left");
        }
        return length;
    }

    private static void checkComplete(byte[] lengths) {
        long patterns = 0;
        int used = 0;
        for (byte length : lengths) {
            if (length != UNUSED) {
                patterns += 1L << (LONGEST - length);
                used++;
            }
        }
        if (used > 0 && patterns != 1L << LONGEST) {
            throw new ModelException("a code table of " + used + " symbols is no complete prefix code");
        }
    }
}
