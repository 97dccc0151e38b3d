package dev.lathe.container;

import dev.lathe.compress.entropy.AdaptiveWeights;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** The choice among encodings. */
final class Plans {
    private Plans() {}

    /** The plan of the fewest bytes for {@code values} in this shape. */
    static Plan smallest(float[] values, Shape shape, Coder coder) {
        Stream<Plan> plain = Stream.of(new Plan.Raw(values), new Plan.Flat(values, Planes.of(values)));
        Symbols symbols = Symbols.of(values);
        Stream<Plan> coded = symbols == null ? Stream.empty() : withCodebook(symbols, shape, coder);
        return Stream.of(plain, coded, withoutZeros(values))
                .flatMap(plans -> plans)
                .min(Comparator.comparingLong(plan -> plan.bytes().total()))
                .orElseThrow();
    }

    private static Stream<Plan> withCodebook(Symbols symbols, Shape shape, Coder coder) {
        Codebook book = Codebook.of(symbols.values());
        Plan dense = new Plan.DenseCodebook(book, symbols.codes(), CodedSymbols.of(symbols.counts()));
        Stream<Plan> sparse = symbols.counts()[0] == 0
                ? Stream.empty()
                : Stream.of(new Plan.SparseCodebook(
                        book, symbols.codes(), SparseIndex.of(symbols.codes(), symbols.counts())));
        Stream<Plan> adaptive =
                switch (coder) {
                    case HUFFMAN -> Stream.empty();
                    case ADAPTIVE -> Stream.of(adaptive(book, symbols.codes(), axes(shape)));
                };
        return Stream.of(Stream.of(dense), sparse, adaptive).flatMap(plans -> plans);
    }

    private static Plan adaptive(Codebook book, char[] codes, int[] axes) {
        byte[] text = new AdaptiveWeights(axes, book.size(), book.negatives()).encode(codes);
        return new Plan.AdaptiveCodebook(book, axes, text);
    }

    /** The extents of {@code shape}, the first ones as one when there are too many. */
    private static int[] axes(Shape shape) {
        int merged = Math.max(0, shape.rank() - AdaptiveWeights.MOST_AXES);
        int[] axes = Arrays.copyOfRange(shape.dims(), merged, shape.rank());
        if (merged > 0) {
            axes[0] *= shape.product(0, merged);
        }
        return axes;
    }

    private static Stream<Plan> withoutZeros(float[] values) {
        char[] marks = new char[values.length];
        float[] kept = new float[values.length];
        int entries = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Symbols.isZero(values[i])) {
                marks[i] = 1;
                kept[entries++] = values[i];
            }
        }
        if (entries == values.length) {
            return Stream.empty();
        }
        float[] exact = Arrays.copyOf(kept, entries);
        SparseIndex index = SparseIndex.of(marks, new long[] {values.length - entries, entries});
        return Stream.of(new Plan.SparsePlanes(exact, Planes.of(exact), marks, index));
    }
}
