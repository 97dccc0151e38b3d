package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.reference.Reference;
import dev.lathe.error.InputException;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gather;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Pad;
import dev.lathe.op.Resize;
import dev.lathe.op.Resize.AspectRatio;
import dev.lathe.op.Resize.Coordinates;
import dev.lathe.op.Resize.Interpolation;
import dev.lathe.op.Resize.Rounding;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels against the reference loops, on seeded tensors of awkward sizes and all element types. */
class MoveKernelsTest {
    /** An operator and its operands. */
    record Case(Op op, List<Tensor> operands) {
        @Override
        public String toString() {
            return op + " of " + operands.getFirst().type();
        }
    }

    private static final Random RANDOM = new Random(1234);
    private static final WorkerPool WORKERS = new WorkerPool(3);

    @AfterAll
    static void closeWorkers() {
        WORKERS.close();
    }

    private static Tensor tensor(DType dtype, int... dims) {
        Tensor tensor = Tensor.zeros(new TensorType(dtype, Shape.of(dims)));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, RANDOM.nextInt());
        }
        return tensor;
    }

    private static DType dtype() {
        return DType.values()[RANDOM.nextInt(DType.values().length)];
    }

    private static int[] dims(int rank) {
        return IntStream.range(0, rank).map(_ -> RANDOM.nextInt(12) == 0 ? 0 : 1 + RANDOM.nextInt(7)).toArray();
    }

    private static Case of(Op op, Tensor... operands) {
        return new Case(op, Arrays.asList(operands));
    }

    static Stream<Case> small() {
        return IntStream.range(0, 60).boxed().flatMap(_ -> {
            int rank = 1 + RANDOM.nextInt(5);
            int[] dims = dims(rank);
            DType dtype = dtype();
            Tensor x = tensor(dtype, dims);
            int axis = RANDOM.nextInt(rank);
            List<Integer> perm = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
            Collections.shuffle(perm, RANDOM);
            int[] other = dims.clone();
            other[axis] = RANDOM.nextInt(4);
            int b = 1 + RANDOM.nextInt(3);
            return Stream.of(
                    of(new Transpose(perm), x),
                    of(new Concat(axis), x, tensor(dtype, other), x),
                    of(new Flatten(axis), x),
                    of(new Split(axis - rank, 2), x, Tensor.vector(dims[axis] / 3, dims[axis] - dims[axis] / 3)),
                    of(new Tile(), x, vector(rank, 3)),
                    of(new Expand(), tensor(dtype, ones(dims)), shape(dims)),
                    of(new Slice(), x, vector(rank, 9), vector(rank, 9), null, steps(rank)),
                    of(new Slice(), x, steps(rank), vector(rank, 9), null, null),
                    of(new DepthToSpace(b, RANDOM.nextBoolean()), tensor(dtype, 2, 3 * b * b, 3, 5)),
                    of(new SpaceToDepth(b), tensor(dtype, 2, 3, 3 * b, 5 * b)),
                    of(new Pad(Pad.Mode.CONSTANT), x, vector(2 * rank, 4), tensor(dtype)),
                    of(new Pad(Pad.Mode.CONSTANT), tensor(dtype, 4, 9, 20), Tensor.vector(1, 2, -3, 0, -2, 4)),
                    of(new Pad(Pad.Mode.values()[1 + RANDOM.nextInt(3)]), tensor(dtype, 5, 9), vector(4, 7), null),
                    of(new Gather(axis), tensor(dtype, atLeast1(dims)), indices(atLeast1(dims)[axis])));
        });
    }

    static Stream<Case> large() {
        Tensor image = tensor(DType.FLOAT32, 2, 67, 65, 33);
        return Stream.of(
                of(new Transpose(List.of(0, 2, 3, 1)), image),
                of(new Transpose(List.of(0, 3, 1, 2)), image),
                of(new Transpose(List.of()), image),
                of(new Concat(1), image, image),
                of(new Split(1, 3), image),
                of(new Flatten(1), image),
                of(new Slice(), image, Tensor.vector(-1, 1), Tensor.vector(-99, 60), Tensor.vector(3, 2), Tensor.vector(-2, 3)),
                of(new Expand(), tensor(DType.INT8, 65, 1), Tensor.vector(3, 65, 331)),
                of(new Pad(Pad.Mode.REFLECT), image, Tensor.vector(0, 0, 3, 3, 0, 0, 3, 3)),
                of(new Gather(1), image, Tensor.vector(66, 3, 3, -1)),
                of(new DepthToSpace(2, false), tensor(DType.FLOAT32, 1, 64, 37, 41)));
    }

    private static int[] ones(int[] dims) {
        return Arrays.stream(dims).map(dim -> RANDOM.nextBoolean() ? 1 : dim).toArray();
    }

    private static int[] atLeast1(int[] dims) {
        return Arrays.stream(dims).map(dim -> Math.max(dim, 1)).toArray();
    }

    private static Tensor shape(int[] dims) {
        return Tensor.vector(Arrays.stream(dims).asLongStream().toArray());
    }

    private static Tensor vector(int length, int bound) {
        return Tensor.vector(RANDOM.longs(length, 0, bound).toArray());
    }

    private static Tensor steps(int length) {
        return Tensor.vector(RANDOM.longs(length, -3, 3).map(step -> step == 0 ? 3 : step).toArray());
    }

    private static Tensor indices(int extent) {
        return Tensor.of(Shape.of(2, 3), RANDOM.longs(6, -extent, extent).toArray());
    }

    @ParameterizedTest
    @MethodSource({"small", "large"})
    void moveTheSameBits(Case given) {
        List<Tensor> expected = Reference.evaluate(given.op, given.operands);
        List<Tensor> result = run(given.op, given.operands);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(result.get(i).sameBits(expected.get(i))).as("result %d", i).isTrue();
        }
    }

    static Stream<Case> resizes() {
        return IntStream.range(0, 400).boxed().map(i -> {
            Interpolation interpolation = Interpolation.values()[i % 3];
            DType dtype = i % 5 > 0 ? DType.FLOAT32 : i % 3 == 0 ? dtype() : i % 3 == 1 ? DType.INT32 : DType.FLOAT32;
            int[] dims = atLeast1(dims(2 + RANDOM.nextInt(4)));
            Resize op = new Resize(
                    interpolation,
                    Coordinates.values()[RANDOM.nextInt(7)],
                    Rounding.values()[RANDOM.nextInt(4)],
                    -0.5f,
                    RANDOM.nextInt(4) == 0,
                    0.5f,
                    interpolation != Interpolation.NEAREST && RANDOM.nextInt(3) == 0,
                    AspectRatio.STRETCH,
                    List.of());
            long[] sizes = Arrays.stream(dims)
                    .mapToLong(dim -> RANDOM.nextInt(3) == 0 ? dim : 1 + RANDOM.nextInt(9))
                    .toArray();
            float[] roi = new float[2 * dims.length];
            for (int k = 0; k < roi.length; k++) {
                roi[k] = (k < dims.length ? 0 : 1) + 0.2f * RANDOM.nextFloat() - 0.1f;
            }
            return of(op, tensor(dtype, dims), Tensor.of(Shape.of(roi.length), roi), null, Tensor.vector(sizes));
        });
    }

    static Stream<Case> largeResizes() {
        Tensor image = tensor(DType.FLOAT32, 2, 9, 61, 67);
        return Stream.of(Interpolation.values())
                .map(interpolation -> new Resize(
                        interpolation,
                        Coordinates.HALF_PIXEL,
                        Rounding.FLOOR,
                        -0.75f,
                        false,
                        0,
                        false,
                        AspectRatio.STRETCH,
                        List.of(2, 3)))
                .flatMap(op -> Stream.of(
                        of(op, image, null, Tensor.of(Shape.of(2), 2f, 2f)),
                        of(op, image, null, null, Tensor.vector(100, 31))));
    }

    @ParameterizedTest
    @MethodSource({"resizes", "largeResizes"})
    void interpolateWithinRounding(Case given) {
        Tensor expected = Reference.evaluate(given.op, given.operands).getFirst();
        Tensor result = run(given.op, given.operands).getFirst();
        if (expected.dtype() != DType.FLOAT32) {
            assertThat(result.sameBits(expected)).isTrue();
            return;
        }
        // one rounding for each of at most 16 neighbours on each of at most 5 axes; weights are below 2 in all
        float most = 0;
        for (int i = 0; i < given.operands.getFirst().size(); i++) {
            most = Math.max(most, Math.abs(given.operands.getFirst().floats()[i]));
        }
        float tolerance = 5 * 16 * 2 * Math.ulp(1f) * most;
        float worst = 0;
        for (int i = 0; i < result.size(); i++) {
            worst = Math.max(worst, Math.abs(result.floats()[i] - expected.floats()[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(tolerance);
    }

    @Test
    void gatherNamesAnIndexThatIsOutside() {
        assertThatThrownBy(() -> run(new Gather(0), List.of(tensor(DType.FLOAT32, 3, 2), Tensor.vector(0, 3))))
                .isInstanceOf(InputException.class)
                .hasMessage("Gather: index 3 is outside an axis of 3");
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        try (WorkerPool alone = new WorkerPool(1);
                WorkerPool five = new WorkerPool(5)) {
            largeResizes().forEach(given -> {
                Tensor expected = run(given.op, given.operands, alone).getFirst();
                assertThat(run(given.op, given.operands, five).getFirst().sameBits(expected)).isTrue();
            });
        }
    }

    private static List<Tensor> run(Op op, List<Tensor> operands) {
        return run(op, operands, WORKERS);
    }

    /** Runs into buffers that are longer than needed and hold something else, as they do in a graph. */
    private static List<Tensor> run(Op op, List<Tensor> operands, Workers workers) {
        Operands known = Operands.ofValues(operands);
        List<Tensor> results = new ArrayList<>();
        for (TensorType type : op.infer(known)) {
            results.add(tensor(type.dtype(), type.shape().size() + 3).viewedAs(type));
        }
        CpuKernels.prepare(op, known).run(operands, results, workers);
        return results;
    }
}
