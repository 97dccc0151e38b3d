package dev.lathe.container;

import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.compress.entropy.Gaps;
import dev.lathe.compress.entropy.HuffmanCode;
import dev.lathe.error.ModelException;

/**
 * The elements of a tensor that are not +0, by their distance: two texts of equal length, one of distances and one of
 * symbols. An element that is not +0 has a symbol from 1 on; symbol 0 marks a {@linkplain Gaps filler}.
 *
 * @param width bits of the index before its Huffman code
 * @param entries length of both texts
 * @param fillers how many entries are none of the tensor's
 */
record SparseIndex(int width, int entries, int fillers, CodedSymbols gaps, CodedSymbols codes) {
    private static final int WIDTH_BYTES = 1;

    /**
     * The index of the least bytes.
     *
     * @param symbols of all elements, 0 for +0
     * @param counts how often each symbol occurs
     */
    static SparseIndex of(char[] symbols, long[] counts) {
        Gaps gaps = new Gaps();
        int last = -1;
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] != 0) {
                gaps.add(i - last);
                last = i;
            }
        }
        SparseIndex best = of(gaps.index(1), counts);
        for (int width = 2; width <= gaps.widest(); width++) {
            SparseIndex other = of(gaps.index(width), counts);
            best = other.totalBytes() < best.totalBytes() ? other : best;
        }
        return best;
    }

    private static SparseIndex of(Gaps.Index index, long[] counts) {
        long[] stored = counts.clone();
        stored[0] = index.fillers();
        return new SparseIndex(
                index.width(),
                (int) index.entries(),
                (int) index.fillers(),
                CodedSymbols.of(index.codes()),
                CodedSymbols.of(stored));
    }

    long totalBytes() {
        return otherBytes() + gaps.textBytes() + codes.textBytes();
    }

    /** Bytes of everything but the two texts. */
    long otherBytes() {
        return WIDTH_BYTES + PayloadWriter.sizeOf(entries) + gaps.otherBytes() + codes.otherBytes();
    }

    void write(char[] symbols, PayloadWriter to) {
        to.octet(width);
        to.number(entries);
        BitWriter gapText = gaps.begin();
        BitWriter codeText = codes.begin();
        HuffmanCode gapCode = gaps.code();
        HuffmanCode symbolCode = codes.code();
        int last = -1;
        for (int i = 0; i < symbols.length; i++) {
            if (symbols[i] != 0) {
                for (int f = Gaps.fillers(i - last, width); f > 0; f--) {
                    gapCode.write((1 << width) - 1, gapText);
                    symbolCode.write(0, codeText);
                }
                gapCode.write(Gaps.code(i - last, width), gapText);
                symbolCode.write(symbols[i], codeText);
                last = i;
            }
        }
        CodedSymbols.end(gapText, to);
        CodedSymbols.end(codeText, to);
    }

    /** Takes the elements that are not +0, in order. */
    interface Sink {
        /** @param symbol at least 1 */
        void accept(int position, int symbol);
    }

    /**
     * Reads what {@link #write} wrote of a tensor with so many {@code elements}, whose symbols are below
     * {@code alphabet}.
     */
    static void read(PayloadReader from, int elements, int alphabet, Sink sink) {
        int width = PayloadReader.within(from.octet(), 1, Gaps.WIDEST, "the width of the index");
        int entries = from.number("the number of entries", 0, elements);
        CodedSymbols.Text gaps = CodedSymbols.read(1 << width, from, "distances");
        CodedSymbols.Text codes = CodedSymbols.read(alphabet, from, "codes");
        long position = -1;
        for (int entry = 0; entry < entries; entry++) {
            position += gaps.next() + 1;
            int symbol = codes.next();
            if (position >= elements) {
                throw new ModelException("entry " + entry + " lies at position " + position + " of " + elements);
            }
            if (symbol != 0) {
                sink.accept((int) position, symbol);
            }
        }
        gaps.finish();
        codes.finish();
    }
}
