package dev.lathe.container;

import dev.lathe.compress.entropy.BitWriter;
import dev.lathe.compress.entropy.HuffmanCode;
import dev.lathe.container.Storage.Bytes;

/** One way to store a tensor, with all codes worked out; its size is known before it is written. */
sealed interface Plan {
    /** {@link Encoding#RAW}. */
    record Raw(float[] values, int count) implements Plan {}

    /** {@link Encoding#PLANES}. */
    record Flat(float[] values, Planes planes) implements Plan {}

    /** {@link Encoding#DENSE_CODEBOOK}. */
    record DenseCodebook(Distinct distinct, Planes book, CodedSymbols codes) implements Plan {}

    /**
     * {@link Encoding#SPARSE_CODEBOOK}.
     *
     * @param symbols of all elements: 0 for +0, else 1 + index in {@code values}
     */
    record SparseCodebook(float[] values, Planes book, char[] symbols, SparseIndex index) implements Plan {}

    /**
     * {@link Encoding#SPARSE_PLANES}.
     *
     * @param kept the elements other than +0, in order
     * @param symbols of all elements: 0 for +0, else 1
     */
    record SparsePlanes(float[] kept, Planes planes, char[] symbols, SparseIndex index) implements Plan {}

    default Encoding encoding() {
        return switch (this) {
            case Raw _ -> Encoding.RAW;
            case Flat _ -> Encoding.PLANES;
            case DenseCodebook _ -> Encoding.DENSE_CODEBOOK;
            case SparseCodebook _ -> Encoding.SPARSE_CODEBOOK;
            case SparsePlanes _ -> Encoding.SPARSE_PLANES;
        };
    }

    /** What {@link #write} writes. */
    default Bytes bytes() {
        return switch (this) {
            case Raw raw -> new Bytes(0, (long) raw.count * Float.BYTES, 0, 0);
            case Flat flat -> new Bytes(0, flat.planes.totalBytes(), 0, 0);
            case DenseCodebook dense -> {
                long other = PayloadWriter.sizeOf(dense.book.count()) + dense.codes.otherBytes();
                yield new Bytes(dense.book.totalBytes(), dense.codes.textBytes(), 0, other);
            }
            case SparseCodebook sparse -> sparse(sparse.book.totalBytes(), 0, sparse.book.count(), sparse.index);
            case SparsePlanes sparse -> sparse(0, sparse.planes.totalBytes(), sparse.planes.count(), sparse.index);
        };
    }

    private static Bytes sparse(long codebook, long values, int count, SparseIndex index) {
        long codes = values + index.codes().textBytes();
        long other = PayloadWriter.sizeOf(count) + index.otherBytes();
        return new Bytes(codebook, codes, index.gaps().textBytes(), other);
    }

    default void write(PayloadWriter to) {
        switch (this) {
            case Raw(var values, var count) -> to.floats(values, count);
            case Flat(var values, var planes) -> planes.write(values, to);
            case DenseCodebook(var distinct, var book, var codes) -> {
                to.number(book.count());
                book.write(distinct.values(), to);
                BitWriter text = codes.begin();
                HuffmanCode code = codes.code();
                for (char symbol : distinct.codes()) {
                    code.write(symbol, text);
                }
                CodedSymbols.end(text, to);
            }
            case SparseCodebook(var values, var book, var symbols, var index) -> {
                to.number(book.count());
                book.write(values, to);
                index.write(symbols, to);
            }
            case SparsePlanes(var kept, var planes, var symbols, var index) -> {
                to.number(planes.count());
                planes.write(kept, to);
                index.write(symbols, to);
            }
        }
    }
}
