package dev.lathe.compress.prune;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Positions along an axis, where each neuron owns a block of neighbours: more than one once it has been flattened. */
final class Positions {
    private Positions() {}

    /** The positions of {@code neurons}, each with {@code block} of its own. */
    static int[] of(BitSet neurons, int block) {
        return neurons.stream()
                .flatMap(neuron -> IntStream.range(neuron * block, (neuron + 1) * block))
                .toArray();
    }

    /** A copy of FLOAT32 {@code values} with only {@code positions} along {@code axis}. */
    static Tensor take(Tensor values, int axis, int[] positions) {
        Shape shape = values.shape();
        Shape taken = shape.with(axis, positions.length);
        int inner = shape.product(axis + 1, shape.rank());
        float[] from = values.floats();
        float[] to = new float[taken.size()];
        int next = 0;
        for (int outer = 0; outer < shape.product(0, axis); outer++) {
            for (int position : positions) {
                System.arraycopy(from, (outer * shape.dim(axis) + position) * inner, to, next, inner);
                next += inner;
            }
        }
        return Tensor.of(taken, to);
    }

    /** The positions along {@code axis} where all of FLOAT32 {@code values} are zero. */
    static BitSet zeros(Tensor values, int axis) {
        Shape shape = values.shape();
        int extent = shape.dim(axis);
        int inner = shape.product(axis + 1, shape.rank());
        BitSet zeros = new BitSet(extent);
        zeros.set(0, extent);
        for (int outer = 0; outer < shape.product(0, axis); outer++) {
            for (int at = zeros.nextSetBit(0); at >= 0; at = zeros.nextSetBit(at + 1)) {
                int from = (outer * extent + at) * inner;
                zeros.set(at, areZero(values.floats(), from, from + inner));
            }
        }
        return zeros;
    }

    private static boolean areZero(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The neurons of which every position, of {@code block} each, is in {@code positions}. */
    static BitSet owners(BitSet positions, int neurons, int block) {
        BitSet owners = new BitSet(neurons);
        for (int neuron = 0; neuron < neurons; neuron++) {
            owners.set(neuron, positions.nextClearBit(neuron * block) >= (neuron + 1) * block);
        }
        return owners;
    }
}
