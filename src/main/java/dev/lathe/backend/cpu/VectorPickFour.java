package dev.lathe.backend.cpu;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A window is four registers. For vectors of 512 bits, where one instruction picks sixteen elements from two registers.
 */
final class VectorPickFour implements PickKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> PLACES = SPECIES.withLanes(int.class);
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));
    private static final int REGISTERS = 4;

    @Override
    public int rows() {
        return LANES;
    }

    @Override
    public int window() {
        return REGISTERS * LANES;
    }

    @Override
    public void pick(
            float[] weights, byte[] places, int[] bases, int first, int end, float[] x, int xAt, float[] sums, int to) {
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, to);
        for (int i = first; i < end; i++) {
            int at = xAt + bases[i];
            IntVector x0 = FloatVector.fromArray(SPECIES, x, at).reinterpretAsInts();
            IntVector x1 = FloatVector.fromArray(SPECIES, x, at + LANES).reinterpretAsInts();
            IntVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * LANES).reinterpretAsInts();
            IntVector x3 = FloatVector.fromArray(SPECIES, x, at + 3 * LANES).reinterpretAsInts();
            IntVector place = ByteVector.fromArray(BYTES, places, i * LANES)
                    .convertShape(VectorOperators.B2I, PLACES, 0)
                    .reinterpretAsInts();
            // places count on from the first register of two
            IntVector low = place.selectFrom(x0, x1);
            IntVector high = place.selectFrom(x2, x3);
            FloatVector picked = low.blend(high, place.compare(VectorOperators.GE, 2 * LANES))
                    .reinterpretAsFloats();
            sum = picked.fma(FloatVector.fromArray(SPECIES, weights, Packing.LEAD + i * LANES), sum);
        }
        sum.intoArray(sums, to);
    }
}
