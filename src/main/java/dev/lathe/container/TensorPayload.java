package dev.lathe.container;

import dev.lathe.compress.entropy.AdaptiveWeights;
import dev.lathe.error.ModelException;
import java.util.Arrays;

/** The section of a tensor: the byte of its {@link Encoding}, the number of elements, and what the encoding says. */
final class TensorPayload {
    private TensorPayload() {}

    /** Bytes before those of the plan. */
    static int headBytes(int elements) {
        return 1 + PayloadWriter.sizeOf(elements);
    }

    static byte[] write(Plan plan, int elements) {
        PayloadWriter to = new PayloadWriter();
        to.octet(plan.encoding().ordinal());
        to.number(elements);
        plan.write(to);
        return to.toBytes();
    }

    /**
     * How many elements {@code payload} stands for.
     *
     * @throws ModelException if the section is damaged
     */
    static int elements(byte[] payload) {
        PayloadReader from = new PayloadReader(payload);
        from.octet();
        return from.number("the number of elements");
    }

    /**
     * The elements.
     *
     * @throws ModelException if the section is damaged
     */
    static float[] read(byte[] payload) {
        PayloadReader from = new PayloadReader(payload);
        Encoding[] encodings = Encoding.values();
        int encoding = PayloadReader.within(from.octet(), 0, encodings.length - 1, "the encoding");
        int elements = from.number("the number of elements");
        float[] values = decode(encodings[encoding], elements, from);
        from.finish();
        return values;
    }

    private static float[] decode(Encoding encoding, int elements, PayloadReader from) {
        return switch (encoding) {
            case RAW -> raw(elements, from);
            case PLANES -> planes(elements, from);
            case DENSE_CODEBOOK -> denseCodebook(elements, from);
            case SPARSE_CODEBOOK -> sparseCodebook(elements, from);
            case SPARSE_PLANES -> sparsePlanes(elements, from);
            case ADAPTIVE_CODEBOOK -> adaptiveCodebook(elements, from);
        };
    }

    private static float[] raw(int elements, PayloadReader from) {
        if ((long) elements * Float.BYTES != from.left()) {
            throw new ModelException("declares " + elements + " floats and has " + from.left() + " bytes");
        }
        float[] values = new float[elements];
        from.floats(values);
        return values;
    }

    private static float[] planes(int elements, PayloadReader from) {
        float[] values = new float[elements];
        Planes.read(from, values, 0);
        return values;
    }

    private static float[] denseCodebook(int elements, PayloadReader from) {
        float[] book = withZero(Codebook.read(from));
        CodedSymbols.Text codes = CodedSymbols.read(book.length, from, "codes");
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = book[codes.next()];
        }
        codes.finish();
        return values;
    }

    private static float[] sparseCodebook(int elements, PayloadReader from) {
        float[] book = withZero(Codebook.read(from));
        float[] values = new float[elements];
        SparseIndex.read(from, elements, book.length, (position, symbol) -> values[position] = book[symbol]);
        return values;
    }

    private static float[] adaptiveCodebook(int elements, PayloadReader from) {
        float[] book = Codebook.read(from);
        int[] axes = new int[PayloadReader.within(from.octet(), 0, AdaptiveWeights.MOST_AXES, "the number of axes")];
        long product = 1;
        for (int i = 0; i < axes.length; i++) {
            axes[i] = from.number("an extent", 1, elements);
            product = Math.min(product * axes[i], Long.MAX_VALUE / elements);
        }
        if (product != elements) {
            throw new ModelException("axes " + Arrays.toString(axes) + " are none of " + elements + " elements");
        }
        char[] symbols = from.symbols(new AdaptiveWeights(axes, book.length, Codebook.negatives(book)));
        float[] values = new float[elements];
        float[] withZero = withZero(book);
        for (int i = 0; i < elements; i++) {
            values[i] = withZero[symbols[i]];
        }
        return values;
    }

    /** The values by their symbols: +0, and those of {@code book}. */
    private static float[] withZero(float[] book) {
        float[] values = new float[book.length + 1];
        System.arraycopy(book, 0, values, 1, book.length);
        return values;
    }

    /** The kept elements are read into the end of the array, from where each moves forward to its place. */
    private static float[] sparsePlanes(int elements, PayloadReader from) {
        int kept = from.number("the number of elements that are not zero", 0, elements);
        float[] values = new float[elements];
        int first = elements - kept;
        Planes.read(from, values, first);
        Spread spread = new Spread(values, first);
        SparseIndex.read(from, elements, 2, (position, _) -> spread.accept(position));
        spread.finish();
        return values;
    }

    /** Moves elements from the end of an array to ascending places, and clears what lies between. */
    private static final class Spread {
        private final float[] values;
        private int next;
        private int cleared;

        Spread(float[] values, int next) {
            this.values = values;
            this.next = next;
        }

        void accept(int position) {
            if (next == values.length || position > next) {
                throw new ModelException("the distances do not lead to as many elements as there are values");
            }
            float value = values[next++];
            Arrays.fill(values, cleared, position, 0);
            values[position] = value;
            cleared = position + 1;
        }

        void finish() {
            if (next < values.length) {
                throw new ModelException(values.length - next + " values belong to no element");
            }
            Arrays.fill(values, cleared, values.length, 0);
        }
    }
}
