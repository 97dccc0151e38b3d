package dev.lathe.compress.prune;

import dev.lathe.tensor.Shape;
import java.util.BitSet;

/** Blocks of {@code m} consecutive weights along the axis of inputs, of which the {@code n} largest are kept. */
record Blocks(int n, int m) {
    Mask mask(String name, Weights weights) {
        Shape shape = weights.values().shape();
        int axis = weights.inputAxis();
        int extent = shape.dim(axis);
        int step = shape.product(axis + 1, shape.rank());
        BitSet kept = new BitSet(shape.size());
        for (int outer = 0; outer < shape.product(0, axis); outer++) {
            for (int inner = 0; inner < step; inner++) {
                int line = outer * extent * step + inner;
                for (int begin = 0; begin < extent; begin += m) {
                    int length = Math.min(m, extent - begin);
                    keep(weights.values().floats(), kept, new Run(line + begin * step, step, length));
                }
            }
        }
        return new Mask(name, shape.size(), kept);
    }

    /** The weights {@code begin}, {@code begin + step} and so on, {@code length} of them. */
    private record Run(int begin, int step, int length) {}

    private void keep(float[] values, BitSet kept, Run run) {
        long most = Math.ceilDiv((long) n * run.length, m);
        for (long count = 0; count < most; count++) {
            int largest = -1;
            for (int i = 0; i < run.length; i++) {
                int index = run.begin + i * run.step;
                boolean larger = largest < 0 || Math.abs(values[index]) > Math.abs(values[largest]);
                if (larger && !kept.get(index)) {
                    largest = index;
                }
            }
            kept.set(largest);
        }
    }
}
