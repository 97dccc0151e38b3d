package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Matrix products: transposed, scaled, with all kinds of addends, in batches that broadcast in all ways. */
final class ProductCases {
    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());
    private static final Epilogue RESIDUAL = new Epilogue(true, null);

    private ProductCases() {}

    static List<OpCase> all() {
        return Stream.concat(gemms(), products()).toList();
    }

    private static Stream<OpCase> gemms() {
        Stream<OpCase> transposed = IntStream.range(0, 8).mapToObj(i -> {
            boolean a = (i & 1) != 0;
            boolean b = (i & 2) != 0;
            int rows = (i & 4) != 0 ? 1 : 7;
            int[] left = a ? dims(33, rows) : dims(rows, 33);
            int[] right = b ? dims(21, 33) : dims(33, 21);
            String name = rows + " rows" + (a ? ", A'" : "") + (b ? ", B'" : "");
            return gemm(name, new Gemm(1, 1, a, b, Epilogue.NONE), left, right, dims(21));
        });
        return Stream.concat(
                transposed,
                Stream.of(
                        gemm("alpha", new Gemm(0.5f, 1, false, true, RELU), dims(3, 10), dims(6, 10), null),
                        gemm("beta", new Gemm(1, 0.25f, false, false, RELU), dims(3, 10), dims(10, 6), dims(3, 1)),
                        gemm("full C", new Gemm(1, 1, false, true, Epilogue.NONE), dims(5, 9), dims(4, 9), dims(5, 4)),
                        gemm("scalar C", new Gemm(1, 1, false, true, RELU), dims(2, 9), dims(4, 9), dims(1)),
                        gemm("square C", new Gemm(1, 1, false, true, RELU), dims(4, 9), dims(4, 9), dims(4, 1)),
                        gemm("one result", new Gemm(1, 1, false, true, RELU), dims(1, 70), dims(1, 70), dims(1)),
                        gemm("residual", new Gemm(1, 1, false, true, RESIDUAL), dims(3, 8), dims(5, 8), null, 3, 5),
                        gemm(
                                "C, residual",
                                new Gemm(1, 1, false, true, RESIDUAL),
                                dims(3, 8),
                                dims(5, 8),
                                dims(5),
                                3,
                                5),
                        gemm(
                                "one row of quads",
                                new Gemm(1, 1, false, true, RELU),
                                dims(1, 532),
                                dims(11, 532),
                                dims(11)),
                        gemm(
                                "seven rows of quads",
                                new Gemm(1, 1, false, true, RELU),
                                dims(7, 44),
                                dims(9, 44),
                                dims(9)),
                        gemm(
                                "nine rows of quads",
                                new Gemm(1, 1, false, true, RELU),
                                dims(9, 44),
                                dims(9, 44),
                                dims(9)),
                        gemm("four rows", new Gemm(1, 1, false, true, RELU), dims(4, 50), dims(13, 50), dims(1, 13))));
    }

    private static Stream<OpCase> products() {
        return Stream.of(
                product(dims(5, 17), dims(17, 30)),
                product(dims(2, 3, 4, 5), dims(2, 3, 5, 6)),
                product(dims(2, 3, 4, 5), dims(5, 6)),
                product(dims(4, 5), dims(2, 3, 5, 6)),
                product(dims(2, 1, 4, 5), dims(3, 5, 6)),
                product(dims(3, 4, 5), dims(2, 1, 5, 1)),
                product(dims(19), dims(19)),
                product(dims(19), dims(19, 6)),
                product(dims(6, 19), dims(19)),
                product(dims(2, 7, 19), dims(19)),
                product(dims(19), dims(3, 19, 4)));
    }

    private static int[] dims(int... dims) {
        return dims;
    }

    private static OpCase gemm(String name, Gemm op, int[] a, int[] b, int @Nullable [] c, int... residual) {
        Random random = new Random(name.hashCode());
        List<@Nullable Tensor> operands = new ArrayList<>();
        operands.add(RandomTensors.floats(random, a));
        operands.add(RandomTensors.floats(random, b));
        operands.add(c == null ? null : RandomTensors.floats(random, c));
        if (residual.length > 0) {
            operands.add(RandomTensors.floats(random, residual));
        }
        int terms = (op.transposeA() ? a[0] : a[1]) + 4;
        return new OpCase("gemm " + name, op, operands, operands.size() - 1, terms, terms);
    }

    private static OpCase product(int[] a, int[] b) {
        Random random = new Random(7);
        List<@Nullable Tensor> operands = List.of(RandomTensors.floats(random, a), RandomTensors.floats(random, b));
        int terms = a[a.length - 1];
        String name = "matmul " + Arrays.toString(a) + " " + Arrays.toString(b);
        return new OpCase(name, new MatMul(), operands, 0, terms + 1, terms);
    }
}
