package dev.lathe.container;

import dev.lathe.compress.entropy.BitReader;
import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.compress.entropy.HuffmanCode;
import dev.lathe.compress.entropy.HuffmanDecoder;

/**
 * A text in a Huffman code of its own. In the file: its length in bytes as a number, the table of the code, and from
 * the next byte on the symbols.
 *
 * @param tableBytes of the table
 * @param textBytes of the symbols
 */
record CodedSymbols(HuffmanCode code, long tableBytes, long textBytes) {
    /** A text in which each symbol occurs so often. */
    static CodedSymbols of(long[] counts) {
        return of(counts, 0);
    }

    /** As {@link #of(long[])}, with so many bits between the symbols that are none of them. */
    static CodedSymbols of(long[] counts, long otherBits) {
        HuffmanCode code = HuffmanCode.of(counts);
        BitWriter table = new BitWriter();
        code.writeTable(table);
        return new CodedSymbols(code, bytes(table.bits()), bytes(code.bits(counts) + otherBits));
    }

    private static long bytes(long bits) {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Bytes of everything but the symbols. */
    long otherBytes() {
        return PayloadWriter.sizeOf(tableBytes + textBytes) + tableBytes;
    }

    long totalBytes() {
        return otherBytes() + textBytes;
    }

    /** Begins a text: the symbols follow with {@link HuffmanCode#write}, and then {@link #end}. */
    BitWriter begin() {
        BitWriter text = new BitWriter();
        code.writeTable(text);
        text.align();
        return text;
    }

    /** Puts a text into {@code to}. */
    static void end(BitWriter text, PayloadWriter to) {
        byte[] bytes = text.toBytes();
        to.number(bytes.length);
        to.bytes(bytes);
    }

    /** A text of {@code alphabet} symbols while it is read. */
    static Text read(int alphabet, PayloadReader from, String what) {
        return read(alphabet, from.number("the length of the " + what), from, what);
    }

    static Text read(int alphabet, int length, PayloadReader from, String what) {
        BitReader bits = from.bits(length, what);
        HuffmanCode code = HuffmanCode.readTable(alphabet, bits);
        bits.align();
        return new Text(new HuffmanDecoder(code), bits);
    }

    /** Symbols to be read one after the other. */
    record Text(HuffmanDecoder decoder, BitReader bits) {
        int next() {
            return decoder.read(bits);
        }

        /** Refuses what follows the last symbol. */
        void finish() {
            bits.finish();
        }
    }
}
