package dev.lathe.backend.cpu;

import dev.lathe.op.Resampling;
import dev.lathe.tensor.Shape;

/** Weighted sums along one axis of a slab seen as [outer, in, inner], giving [outer, out, inner]. */
final class ResizePass {
    private final int outer;
    private final int in;
    private final int out;
    private final int inner;
    private final int[] first;
    private final float[][] weights;

    // the same for at most two neighbours, where inner is 1: empty when there are more
    private final int[] second;
    private final float[] firstWeight;
    private final float[] secondWeight;

    ResizePass(Shape slab, int axis, Resampling resampling) {
        outer = slab.product(0, axis);
        in = slab.dim(axis);
        out = resampling.size();
        inner = slab.product(axis + 1, slab.rank());
        first = resampling.first();
        weights = new float[out][];
        int most = 0;
        for (int o = 0; o < out; o++) {
            double[] exact = resampling.weights()[o];
            weights[o] = new float[exact.length];
            for (int t = 0; t < exact.length; t++) {
                weights[o][t] = (float) exact[t];
            }
            most = Math.max(most, exact.length);
        }
        int pairs = most <= 2 && inner == 1 ? out : 0;
        second = new int[pairs];
        firstWeight = new float[pairs];
        secondWeight = new float[pairs];
        for (int o = 0; o < pairs; o++) {
            boolean alone = weights[o].length == 1;
            // one neighbour counts half twice: a weight of 0 would make a NaN of an infinite input
            second[o] = alone ? first[o] : first[o] + 1;
            firstWeight[o] = alone ? weights[o][0] / 2 : weights[o][0];
            secondWeight[o] = alone ? weights[o][0] / 2 : weights[o][1];
        }
    }

    /** Elements of the result. */
    int size() {
        return outer * out * inner;
    }

    void run(float[] source, int from, float[] target, int to) {
        for (int i = 0; i < outer; i++) {
            int sourceRow = from + i * in * inner;
            int targetRow = to + i * out * inner;
            if (second.length > 0) {
                pairs(source, sourceRow, target, targetRow);
            } else if (inner == 1) {
                sums(source, sourceRow, target, targetRow);
            } else {
                rows(source, sourceRow, target, targetRow);
            }
        }
    }

    private void pairs(float[] source, int from, float[] target, int to) {
        for (int o = 0; o < out; o++) {
            target[to + o] = firstWeight[o] * source[from + first[o]] + secondWeight[o] * source[from + second[o]];
        }
    }

    private void sums(float[] source, int from, float[] target, int to) {
        for (int o = 0; o < out; o++) {
            float[] weight = weights[o];
            float sum = 0;
            for (int t = 0; t < weight.length; t++) {
                sum += weight[t] * source[from + first[o] + t];
            }
            target[to + o] = sum;
        }
    }

    private void rows(float[] source, int from, float[] target, int to) {
        for (int o = 0; o < out; o++) {
            float[] weight = weights[o];
            int row = from + first[o] * inner;
            int result = to + o * inner;
            if (weight.length == 2) {
                float a = weight[0];
                float b = weight[1];
                for (int i = 0; i < inner; i++) {
                    target[result + i] = a * source[row + i] + b * source[row + inner + i];
                }
                continue;
            }
            scale(weight[0], source, row, target, result);
            for (int t = 1; t < weight.length; t++) {
                add(weight[t], source, row + t * inner, target, result);
            }
        }
    }

    private void scale(float weight, float[] source, int from, float[] target, int to) {
        for (int i = 0; i < inner; i++) {
            target[to + i] = weight * source[from + i];
        }
    }

    private void add(float weight, float[] source, int from, float[] target, int to) {
        for (int i = 0; i < inner; i++) {
            target[to + i] += weight * source[from + i];
        }
    }
}
