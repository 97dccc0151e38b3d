package dev.lathe.container;

import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.compress.entropy.HuffmanCode;
import dev.lathe.container.Storage.Bytes;

/** One way to store a tensor, with all codes worked out; its size is known before it is written. */
sealed interface Plan {
    /** {@link Encoding#RAW}. */
    record Raw(float[] values) implements Plan {}

    /** {@link Encoding#PLANES}. */
    record Flat(float[] values, Planes planes) implements Plan {}

    /**
     * {@link Encoding#DENSE_CODEBOOK}.
     *
     * @param symbols as {@link Symbols#codes}
     */
    record DenseCodebook(Codebook book, char[] symbols, CodedSymbols codes) implements Plan {}

    /**
     * {@link Encoding#SPARSE_CODEBOOK}.
     *
     * @param symbols as {@link Symbols#codes}
     */
    record SparseCodebook(Codebook book, char[] symbols, SparseIndex index) implements Plan {}

    /**
     * {@link Encoding#SPARSE_PLANES}.
     *
     * @param kept the elements other than +0, in order
     * @param marks of all elements: 0 for +0, else 1
     */
    record SparsePlanes(float[] kept, Planes planes, char[] marks, SparseIndex index) implements Plan {}

    /**
     * {@link Encoding#ADAPTIVE_CODEBOOK}.
     *
     * @param axes extents along which weights are neighbours
     * @param text of {@link dev.lathe.compress.entropy.AdaptiveWeights}
     */
    record AdaptiveCodebook(Codebook book, int[] axes, byte[] text) implements Plan {}

    default Encoding encoding() {
        return switch (this) {
            case Raw _ -> Encoding.RAW;
            case Flat _ -> Encoding.PLANES;
            case DenseCodebook _ -> Encoding.DENSE_CODEBOOK;
            case SparseCodebook _ -> Encoding.SPARSE_CODEBOOK;
            case SparsePlanes _ -> Encoding.SPARSE_PLANES;
            case AdaptiveCodebook _ -> Encoding.ADAPTIVE_CODEBOOK;
        };
    }

    /** What {@link #write} writes. */
    default Bytes bytes() {
        return switch (this) {
            case Raw raw -> new Bytes(0, (long) raw.values.length * Float.BYTES, 0, 0);
            case Flat flat -> new Bytes(0, flat.planes.totalBytes(), 0, 0);
            case DenseCodebook dense ->
                new Bytes(dense.book.totalBytes(), dense.codes.textBytes(), 0, dense.codes.otherBytes());
            case SparseCodebook sparse -> {
                SparseIndex index = sparse.index;
                yield new Bytes(
                        sparse.book.totalBytes(),
                        index.codes().textBytes(),
                        index.gaps().textBytes(),
                        index.otherBytes());
            }
            case SparsePlanes sparse -> {
                SparseIndex index = sparse.index;
                long codes = sparse.planes.totalBytes() + index.codes().textBytes();
                long other = PayloadWriter.sizeOf(sparse.kept.length) + index.otherBytes();
                yield new Bytes(0, codes, index.gaps().textBytes(), other);
            }
            case AdaptiveCodebook adaptive -> {
                long other = 1;
                for (int extent : adaptive.axes) {
                    other += PayloadWriter.sizeOf(extent);
                }
                yield new Bytes(adaptive.book.totalBytes(), adaptive.text.length, 0, other);
            }
        };
    }

    default void write(PayloadWriter to) {
        switch (this) {
            case Raw raw -> to.floats(raw.values);
            case Flat flat -> flat.planes.write(flat.values, to);
            case DenseCodebook dense -> {
                dense.book.write(to);
                BitWriter text = dense.codes.begin();
                HuffmanCode code = dense.codes.code();
                for (char symbol : dense.symbols) {
                    code.write(symbol, text);
                }
                CodedSymbols.end(text, to);
            }
            case SparseCodebook sparse -> {
                sparse.book.write(to);
                sparse.index.write(sparse.symbols, to);
            }
            case SparsePlanes sparse -> {
                to.number(sparse.kept.length);
                sparse.planes.write(sparse.kept, to);
                sparse.index.write(sparse.marks, to);
            }
            case AdaptiveCodebook adaptive -> {
                adaptive.book.write(to);
                to.octet(adaptive.axes.length);
                for (int extent : adaptive.axes) {
                    to.number(extent);
                }
                to.bytes(adaptive.text);
            }
        }
    }
}
