package dev.lathe.container;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The choice among encodings. */
final class Plans {
    private Plans() {}

    /** The plan of the fewest bytes for the first {@code count} of {@code values}. */
    static Plan smallest(float[] values, int count) {
        Stream<Plan> plain = Stream.of(new Plan.Raw(values, count), new Plan.Flat(values, Planes.of(values, count)));
        return Stream.of(plain, withCodebook(Distinct.of(values, count)), withoutZeros(values, count))
                .flatMap(plans -> plans)
                .min(Comparator.comparingLong(plan -> plan.bytes().total()))
                .orElseThrow();
    }

    private static Stream<Plan> withCodebook(@Nullable Distinct distinct) {
        if (distinct == null) {
            return Stream.empty();
        }
        Planes all = Planes.of(distinct.values(), distinct.values().length);
        Plan dense = new Plan.DenseCodebook(distinct, all, CodedSymbols.of(distinct.counts()));
        int zero = distinct.zero();
        return zero < 0 ? Stream.of(dense) : Stream.of(dense, sparse(distinct, zero));
    }

    /** With +0 moved to the front, where the symbol of fillers is. */
    private static Plan sparse(Distinct distinct, int zero) {
        char[] codes = distinct.codes();
        char[] symbols = new char[codes.length];
        for (int i = 0; i < codes.length; i++) {
            symbols[i] = (char) (codes[i] == zero ? 0 : codes[i] < zero ? codes[i] + 1 : codes[i]);
        }
        long[] counts = distinct.counts().clone();
        System.arraycopy(distinct.counts(), 0, counts, 1, zero);
        counts[0] = distinct.counts()[zero];
        float[] values = distinct.nonZero();
        return new Plan.SparseCodebook(
                values, Planes.of(values, values.length), symbols, SparseIndex.of(symbols, counts));
    }

    private static Stream<Plan> withoutZeros(float[] values, int count) {
        char[] symbols = new char[count];
        float[] kept = new float[count];
        int entries = 0;
        for (int i = 0; i < count; i++) {
            if (!Distinct.isZero(values[i])) {
                symbols[i] = 1;
                kept[entries++] = values[i];
            }
        }
        if (entries == count) {
            return Stream.empty();
        }
        float[] exact = Arrays.copyOf(kept, entries);
        SparseIndex index = SparseIndex.of(symbols, new long[] {count - entries, entries});
        return Stream.of(new Plan.SparsePlanes(exact, Planes.of(exact, entries), symbols, index));
    }
}
