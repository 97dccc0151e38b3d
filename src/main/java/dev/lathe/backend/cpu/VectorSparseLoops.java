package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.ChannelLoops.Finish;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Whole vectors of the machine's preferred width. */
final class VectorSparseLoops implements SparseLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> PLACES = SPECIES.withLanes(int.class);
    private static final VectorSpecies<Short> SHORT =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

    /** Vectors of positions whose sums are held in registers: they share a weight. */
    private static final int VECTORS = 7;

    /** Of them, those that are worth loops of their own where a strip has no more positions. */
    private static final int FEW = 4;

    /** Vectors of sums that are gathered for at a time: a gather takes long, but others may begin meanwhile. */
    private static final int CHAINS = 4;

    @Override
    public int rows() {
        return CHAINS * LANES;
    }

    @Override
    public void gather(float[] w, short[] columns, int at, int steps, float[] x, int xAt, int[] spare, float[] sums) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int end = at + steps * CHAINS * LANES;
        for (int k = at; k < end; k += CHAINS * LANES) {
            widen(columns, k, spare, 0);
            widen(columns, k + LANES, spare, LANES);
            widen(columns, k + 2 * LANES, spare, 2 * LANES);
            widen(columns, k + 3 * LANES, spare, 3 * LANES);
            s0 = FloatVector.fromArray(SPECIES, x, xAt, spare, 0).fma(FloatVector.fromArray(SPECIES, w, k), s0);
            s1 = FloatVector.fromArray(SPECIES, x, xAt, spare, LANES)
                    .fma(FloatVector.fromArray(SPECIES, w, k + LANES), s1);
            s2 = FloatVector.fromArray(SPECIES, x, xAt, spare, 2 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, w, k + 2 * LANES), s2);
            s3 = FloatVector.fromArray(SPECIES, x, xAt, spare, 3 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, w, k + 3 * LANES), s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, LANES);
        s2.intoArray(sums, 2 * LANES);
        s3.intoArray(sums, 3 * LANES);
    }

    /** The gathers of the Vector API take their places from an array of integers. */
    private static void widen(short[] from, int at, int[] to, int toAt) {
        ShortVector.fromArray(SHORT, from, at)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, PLACES, 0)
                .reinterpretAsInts()
                .intoArray(to, toAt);
    }

    @Override
    public int positions() {
        return VECTORS * LANES;
    }

    @Override
    public void sum(
            KeptWeights filters, int from, int to, float[] columns, int at, int count, Finish finish, float[] sums) {
        int[] starts = filters.starts();
        for (int f = from; f < to; f++) {
            int sum = (f - from) * VECTORS * LANES;
            if (count > FEW * LANES) {
                sumSeven(filters.weights(), filters.columns(), starts[f], starts[f + 1], columns, at, sums, sum);
            } else {
                sumFour(filters.weights(), filters.columns(), starts[f], starts[f + 1], columns, at, sums, sum);
            }
        }
        finish(sums, finish, from, to);
    }

    private static void finish(float[] sums, Finish finish, int from, int to) {
        float[] biases = finish.bias();
        float low = finish.low();
        float high = finish.high();
        for (int f = from; f < to; f++) {
            FloatVector bias = FloatVector.broadcast(SPECIES, biases[f]);
            int at = (f - from) * VECTORS * LANES;
            for (int i = 0; i < VECTORS; i++) {
                FloatVector sum =
                        FloatVector.fromArray(SPECIES, sums, at + i * LANES).add(bias);
                VectorChannelLoops.bounded(sum, low, high).intoArray(sums, at + i * LANES);
            }
        }
    }

    private static void sumSeven(
            float[] weights, char[] channels, int first, int end, float[] columns, int from, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        for (int k = first; k < end; k++) {
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
            int at = from + channels[k] * VECTORS * LANES;
            s0 = weight.fma(FloatVector.fromArray(SPECIES, columns, at), s0);
            s1 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + LANES), s1);
            s2 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 2 * LANES), s2);
            s3 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 3 * LANES), s3);
            s4 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 4 * LANES), s4);
            s5 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 5 * LANES), s5);
            s6 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 6 * LANES), s6);
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + LANES);
        s2.intoArray(sums, to + 2 * LANES);
        s3.intoArray(sums, to + 3 * LANES);
        s4.intoArray(sums, to + 4 * LANES);
        s5.intoArray(sums, to + 5 * LANES);
        s6.intoArray(sums, to + 6 * LANES);
    }

    /** Of the seven vectors, the first {@link #FEW}. */
    private static void sumFour(
            float[] weights, char[] channels, int first, int end, float[] columns, int from, float[] sums, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = first; k < end; k++) {
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[k]);
            int at = from + channels[k] * VECTORS * LANES;
            s0 = weight.fma(FloatVector.fromArray(SPECIES, columns, at), s0);
            s1 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + LANES), s1);
            s2 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 2 * LANES), s2);
            s3 = weight.fma(FloatVector.fromArray(SPECIES, columns, at + 3 * LANES), s3);
        }
        s0.intoArray(sums, to);
        s1.intoArray(sums, to + LANES);
        s2.intoArray(sums, to + 2 * LANES);
        s3.intoArray(sums, to + 3 * LANES);
    }
}
