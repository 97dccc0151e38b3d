package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pruned matrices times vectors against the nested loops and the dense kernel. */
class SparseRowsTest {
    private static final int[][] SIZES = {{1, 1}, {1, 300}, {7, 13}, {63, 37}, {64, 1}, {65, 100}, {200, 71}, {9, 5000}
    };
    private static final double[] DENSITIES = {0, 0.03, 0.1, 0.5, 1};

    /** Few rows and short windows, in plain Java: on machines without a kernel for picking, too. */
    private static final class PlainPick implements PickKernel {
        @Override
        public int rows() {
            return 4;
        }

        @Override
        public int window() {
            return 12;
        }

        @Override
        public void pick(
                float[] weights,
                byte[] places,
                int[] bases,
                int first,
                int end,
                float[] x,
                int xAt,
                float[] sums,
                int to) {
            for (int i = first * rows(); i < end * rows(); i++) {
                float input = x[xAt + bases[i / rows()] + places[i]];
                sums[to + i % rows()] = Math.fma(weights[Packing.LEAD + i], input, sums[to + i % rows()]);
            }
        }
    }

    /** Ways to make rows of weights and a number of columns. */
    static Stream<BiFunction<KeptWeights, Integer, SparseRows>> kinds() {
        return Stream.concat(
                Stream.of(
                        (kept, columns) -> new GatheredRows(kept, columns, new ScalarSparseLoops()),
                        (kept, columns) -> new GatheredRows(kept, columns, new VectorSparseLoops()),
                        (kept, columns) -> new PickedRows(kept, columns, new PlainPick())),
                MicroKernels.PICK.stream().map(kernel -> (kept, columns) -> new PickedRows(kept, columns, kernel)));
    }

    private static SparseRows rows(
            BiFunction<KeptWeights, Integer, SparseRows> kind, int rows, int columns, float[] w) {
        return kind.apply(KeptWeights.of(rows, columns, new MatrixProduct.Layout(columns, 1), w), columns);
    }

    private static Kernel kernel(SparseRows rows, int vectors) {
        return (in, out, workers) ->
                rows.multiply(vectors, in.get(0).floats(), 0, out.get(0).floats(), 0, workers);
    }

    private static Tensor absolute(Tensor x) {
        Tensor copy = x.copy();
        for (int i = 0; i < copy.size(); i++) {
            copy.floats()[i] = Math.abs(copy.floats()[i]);
        }
        return copy;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void agreeWithTheReference(BiFunction<KeptWeights, Integer, SparseRows> kind) {
        Random random = new Random(5);
        Gemm op = new Gemm(1, 1, false, true, Epilogue.NONE);
        for (int[] size : SIZES) {
            for (double density : DENSITIES) {
                Tensor w = Pruned.draw(random, density, size);
                Tensor x = SmallModels.random(random, 3, size[1]);
                SparseRows rows = rows(kind, size[0], size[1], w.floats());
                Tensor got = Splits.run(kernel(rows, 3), op, List.of(x, w)).get(0);
                Tensor wanted = Reference.evaluate(op, List.of(x, w)).get(0);
                Tensor magnitude = Reference.evaluate(op, List.of(absolute(x), absolute(w)))
                        .get(0);
                Tolerance.assertClose(got, wanted, size[1] + 1, magnitude);
            }
        }
    }

    @Test
    void columnsBeyondThirtyTwoThousandAreFound() {
        int columns = KeptWeights.MOST_COLUMNS;
        float[] w = new float[columns];
        w[columns - 1] = 2;
        w[columns / 2] = 3;
        float[] x = new float[columns + 1];
        x[columns] = 5;
        x[columns / 2 + 1] = 7;
        for (BiFunction<KeptWeights, Integer, SparseRows> kind : kinds().toList()) {
            float[] y = new float[2];
            rows(kind, 1, columns, w).multiply(1, x, 1, y, 1, Splits.ONE);
            assertThat(y).containsExactly(0, 31);
        }
    }

    private static Kernel prepared(Op op, Tensor x, Tensor w) {
        return CpuKernels.prepare(
                op, Operands.of(List.of(new Operands.Operand(x.type(), null), new Operands.Operand(w.type(), w))));
    }

    private static Tensor run(Kernel kernel, Tensor x, Tensor w, int columns) {
        Tensor result = Tensor.zeros(TensorType.float32(Shape.of(x.shape().dim(0), columns)));
        List<@Nullable Tensor> out = Arrays.asList(result);
        kernel.run(Arrays.asList(x, w, null), out, Splits.ONE);
        return result;
    }

    /**
     * Many weights, most of them zero. The dense kernel is what runs where weights are not constant; of a single row it
     * may sum lane by lane.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bitsAreThoseOfTheDenseKernel(boolean transposed) {
        int[] extents = transposed ? new int[] {230, 417} : new int[] {417, 230};
        Random random = new Random(6);
        Tensor w = Pruned.draw(random, 0.05, extents);
        Tensor x = SmallModels.random(random, 2, 417);
        Op op = transposed ? new Gemm(1, 1, false, true, Epilogue.NONE) : new MatMul();
        Kernel dense = CpuKernels.prepare(op, Operands.ofTypes(x.type(), w.type()));
        assertThat(SparseChoice.leavesOut(2, 230, 417, w.floats())).isTrue();
        assertThat(run(prepared(op, x, w), x, w, 230).sameBits(run(dense, x, w, 230)))
                .isTrue();
    }

    private static boolean chosen(int vectors, int rows, int columns, double density) {
        float[] w = new float[rows * columns];
        for (int i = 0; i < w.length; i++) {
            // spread evenly, by whole numbers
            w[i] = Math.floor((i + 1) * density) > Math.floor(i * density) ? 1 : 0;
        }
        MatrixProduct.Layout left = new MatrixProduct.Layout(columns, 1);
        MatrixProduct.Layout right = new MatrixProduct.Layout(1, columns);
        return new MatrixProduct(vectors, columns, rows, left, right, w).isSparse();
    }

    @Test
    void areChosenWhereFewWeightsAreLeft() {
        assertThat(chosen(1, 2048, 2560, 0.09)).isTrue();
        assertThat(chosen(1, 2048, 2560, 0.3)).isTrue();
        assertThat(chosen(1, 2048, 2560, 0.5)).isFalse();
        assertThat(chosen(1, 512, 512, 0.09)).as("in a cache").isTrue();
        // picking takes less than gathering, and leaves fewer lanes empty
        boolean picks = MicroKernels.PICK.isPresent();
        assertThat(chosen(1, 512, 512, 0.2)).as("in a cache").isEqualTo(picks);
        assertThat(chosen(1, 512, 512, 0.5)).as("in a cache").isFalse();
        assertThat(chosen(1, 512, 512, 1)).isFalse();
        assertThat(chosen(1, 512, 512, 0)).isTrue();
        assertThat(chosen(2, 2048, 2560, 0.09)).isTrue();
        assertThat(chosen(8, 2048, 2560, 0.09)).as("many vectors share a read").isFalse();
        assertThat(chosen(1, 3, 1000, 0.05)).as("lanes stay empty").isEqualTo(picks);
        assertThat(chosen(1, 1, 1000, 0.1)).as("lanes stay empty").isFalse();
        assertThat(chosen(1, 1, KeptWeights.MOST_COLUMNS + 1, 0)).isFalse();
    }
}
