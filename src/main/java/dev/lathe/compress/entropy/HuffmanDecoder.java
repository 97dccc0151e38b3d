package dev.lathe.compress.entropy;

import dev.lathe.error.ModelException;

/**
 * Reads the symbols of one {@link HuffmanCode}. The next few bits lead to a symbol by a table; only codes longer than
 * these are read bit by bit. Immutable.
 */
public final class HuffmanDecoder {
    private static final int TABLE_BITS = 12;
    private static final int LENGTH_BITS = 5;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Of a table entry whose code is longer than the table's bits. */
    private static final int LONG = LENGTH_MASK;

    private final int tableBits;
    /** A symbol and the length of its code for each pattern of bits. */
    private final int[] table;
    /** The symbols by code, shortest first. */
    private final int[] symbols;
    /** How many codes have each length. */
    private final int[] counts = new int[HuffmanCode.LONGEST + 1];

    /** A decoder of {@code code}. */
    public HuffmanDecoder(HuffmanCode code) {
        byte[] lengths = code.lengths();
        int longest = 0;
        int used = 0;
        for (byte length : lengths) {
            if (length != HuffmanCode.UNUSED) {
                counts[length]++;
                used++;
                longest = Math.max(longest, length);
            }
        }
        symbols = byCode(lengths, used);
        tableBits = Math.min(TABLE_BITS, longest);
        table = used == 0 ? new int[0] : new int[1 << tableBits];
        fill(code, lengths);
    }

    private int[] byCode(byte[] lengths, int used) {
        int[] next = new int[counts.length];
        for (int length = 1; length < next.length; length++) {
            next[length] = next[length - 1] + counts[length - 1];
        }
        int[] ordered = new int[used];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] != HuffmanCode.UNUSED) {
                ordered[next[lengths[symbol]]++] = symbol;
            }
        }
        return ordered;
    }

    private void fill(HuffmanCode code, byte[] lengths) {
        for (int symbol : symbols) {
            int length = lengths[symbol];
            if (length > tableBits) {
                table[code.code(symbol) & (table.length - 1)] = LONG;
                continue;
            }
            for (int pattern = code.code(symbol); pattern < table.length; pattern += 1 << length) {
                table[pattern] = symbol << LENGTH_BITS | length;
            }
        }
    }

    /**
     * The next symbol.
     *
     * @throws ModelException if the bits end before it does, or the code has no symbols
     */
    public int read(BitReader from) {
        if (table.length == 0) {
            throw new ModelException("a code table without symbols is used");
        }
        int entry = table[from.peek(tableBits)];
        int length = entry & LENGTH_MASK;
        if (length == LONG) {
            return readLong(from);
        }
        from.skip(length);
        return entry >>> LENGTH_BITS;
    }

    private int readLong(BitReader from) {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length < counts.length; length++) {
            code |= from.read(1);
            if (code - first < counts[length]) {
                return symbols[index + code - first];
            }
            index += counts[length];
            first = (first + counts[length]) << 1;
            code <<= 1;
        }
        throw new ModelException("coded weights hold a code that the table lacks");
    }
}
