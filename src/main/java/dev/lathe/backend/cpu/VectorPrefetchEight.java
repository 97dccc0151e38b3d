package dev.lathe.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of eight rows and two vectors, for machines with 512-bit vectors. Java has no instruction that asks for memory
 * and goes on. A store does: its line is fetched while later instructions run. A store of no lane at all changes
 * nothing, and its line is fetched none the less.
 */
final class VectorPrefetchEight implements PrefetchKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;

    /** Longest rows and half a line of the cache, without which all rows would share a few sets of it. */
    private static final int PITCH = MicroKernel.LONGEST + 8;

    /** Of integers, as vectors of floats have one width, and short: what is stored must not touch a second line. */
    private static final VectorSpecies<Integer> SHORT = IntVector.SPECIES_128;

    private static final IntVector NOTHING = IntVector.zero(SHORT);
    private static final VectorMask<Integer> NOWHERE = SHORT.maskAll(false);

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public int pitch() {
        return PITCH;
    }

    @Override
    public void multiply(
            float[] x,
            int from,
            int count,
            int terms,
            float[] b,
            int at,
            Ask ask,
            float[] sums,
            int to,
            boolean accumulate) {
        Objects.checkIndex(terms - 1, MicroKernel.LONGEST);
        for (int row = 0; row < count; row += ROWS) {
            int asked = ask.at() + row / ROWS * terms * LANES;
            tile(x, from + row * PITCH, terms, b, at, ask.b(), asked, sums, to + row * 2 * LANES, accumulate);
        }
    }

    private static void tile(
            float[] x,
            int from,
            int terms,
            float[] b,
            int at,
            float[] asked,
            int ask,
            float[] sums,
            int to,
            boolean accumulate) {
        int length = Math.min(terms, MicroKernel.LONGEST);
        MemorySegment lines = MemorySegment.ofArray(asked);
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c40 = c00;
        FloatVector c41 = c00;
        FloatVector c50 = c00;
        FloatVector c51 = c00;
        FloatVector c60 = c00;
        FloatVector c61 = c00;
        FloatVector c70 = c00;
        FloatVector c71 = c00;
        if (accumulate) {
            c00 = FloatVector.fromArray(SPECIES, sums, to);
            c01 = FloatVector.fromArray(SPECIES, sums, to + LANES);
            c10 = FloatVector.fromArray(SPECIES, sums, to + 2 * LANES);
            c11 = FloatVector.fromArray(SPECIES, sums, to + 3 * LANES);
            c20 = FloatVector.fromArray(SPECIES, sums, to + 4 * LANES);
            c21 = FloatVector.fromArray(SPECIES, sums, to + 5 * LANES);
            c30 = FloatVector.fromArray(SPECIES, sums, to + 6 * LANES);
            c31 = FloatVector.fromArray(SPECIES, sums, to + 7 * LANES);
            c40 = FloatVector.fromArray(SPECIES, sums, to + 8 * LANES);
            c41 = FloatVector.fromArray(SPECIES, sums, to + 9 * LANES);
            c50 = FloatVector.fromArray(SPECIES, sums, to + 10 * LANES);
            c51 = FloatVector.fromArray(SPECIES, sums, to + 11 * LANES);
            c60 = FloatVector.fromArray(SPECIES, sums, to + 12 * LANES);
            c61 = FloatVector.fromArray(SPECIES, sums, to + 13 * LANES);
            c70 = FloatVector.fromArray(SPECIES, sums, to + 14 * LANES);
            c71 = FloatVector.fromArray(SPECIES, sums, to + 15 * LANES);
        }
        for (int k = 0; k < length; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at + k * 2 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + k * 2 * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[from + k]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[from + PITCH + k]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[from + 2 * PITCH + k]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[from + 3 * PITCH + k]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[from + 4 * PITCH + k]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[from + 5 * PITCH + k]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[from + 6 * PITCH + k]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[from + 7 * PITCH + k]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            // last: the loads before it are then part of the instructions that spread what they load
            long line = (ask + k * LANES) * (long) Float.BYTES;
            NOTHING.intoMemorySegment(lines, line, ByteOrder.nativeOrder(), NOWHERE);
        }
        c00.intoArray(sums, to);
        c01.intoArray(sums, to + LANES);
        c10.intoArray(sums, to + 2 * LANES);
        c11.intoArray(sums, to + 3 * LANES);
        c20.intoArray(sums, to + 4 * LANES);
        c21.intoArray(sums, to + 5 * LANES);
        c30.intoArray(sums, to + 6 * LANES);
        c31.intoArray(sums, to + 7 * LANES);
        c40.intoArray(sums, to + 8 * LANES);
        c41.intoArray(sums, to + 9 * LANES);
        c50.intoArray(sums, to + 10 * LANES);
        c51.intoArray(sums, to + 11 * LANES);
        c60.intoArray(sums, to + 12 * LANES);
        c61.intoArray(sums, to + 13 * LANES);
        c70.intoArray(sums, to + 14 * LANES);
        c71.intoArray(sums, to + 15 * LANES);
    }

    @Override
    public void multiplyFourth(float[] x, int from, int count, int terms, float[] b, int at, float[] sums, int to) {
        Objects.checkIndex(terms - 1, MicroKernel.LONGEST);
        for (int row = 0; row < count; row += ROWS) {
            fourth(x, from + row * PITCH, terms, b, at, sums, to + row * 2 * LANES);
        }
    }

    private static void fourth(float[] x, int from, int terms, float[] b, int at, float[] sums, int to) {
        int length = Math.min(terms, MicroKernel.LONGEST);
        int size = terms * 2 * LANES;
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c40 = c00;
        FloatVector c41 = c00;
        FloatVector c50 = c00;
        FloatVector c51 = c00;
        FloatVector c60 = c00;
        FloatVector c61 = c00;
        FloatVector c70 = c00;
        FloatVector c71 = c00;
        for (int k = 0; k < length; k++) {
            int first = at + k * 2 * LANES;
            int third = first + 2 * size;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, first).add(FloatVector.fromArray(SPECIES, b, third));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, first + LANES)
                    .add(FloatVector.fromArray(SPECIES, b, third + LANES));
            b0 = b0.sub(FloatVector.fromArray(SPECIES, b, first + size));
            b1 = b1.sub(FloatVector.fromArray(SPECIES, b, first + size + LANES));
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[from + k]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[from + PITCH + k]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[from + 2 * PITCH + k]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[from + 3 * PITCH + k]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[from + 4 * PITCH + k]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[from + 5 * PITCH + k]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[from + 6 * PITCH + k]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[from + 7 * PITCH + k]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.intoArray(sums, to);
        c01.intoArray(sums, to + LANES);
        c10.intoArray(sums, to + 2 * LANES);
        c11.intoArray(sums, to + 3 * LANES);
        c20.intoArray(sums, to + 4 * LANES);
        c21.intoArray(sums, to + 5 * LANES);
        c30.intoArray(sums, to + 6 * LANES);
        c31.intoArray(sums, to + 7 * LANES);
        c40.intoArray(sums, to + 8 * LANES);
        c41.intoArray(sums, to + 9 * LANES);
        c50.intoArray(sums, to + 10 * LANES);
        c51.intoArray(sums, to + 11 * LANES);
        c60.intoArray(sums, to + 12 * LANES);
        c61.intoArray(sums, to + 13 * LANES);
        c70.intoArray(sums, to + 14 * LANES);
        c71.intoArray(sums, to + 15 * LANES);
    }
}
