package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Concat;
import dev.lathe.op.DepthToSpace;
import dev.lathe.op.Expand;
import dev.lathe.op.Op;
import dev.lathe.op.Slice;
import dev.lathe.op.SpaceToDepth;
import dev.lathe.op.Split;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Operators that put elements in another order; every element must be the same. */
final class MovementCases {
    private static final Random RANDOM = new Random(61);

    private MovementCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        addTransposes(cases);
        addSlices(cases);
        addJoins(cases);
        addRepeats(cases);
        return cases;
    }

    private static void addTransposes(List<OpCase> cases) {
        cases.add(exact("transpose matrix", transpose(1, 0), floats(37, 129)));
        cases.add(exact("transpose bytes", transpose(0, 2, 3, 1), tensor(DType.INT8, 2, 3, 7, 13)));
        cases.add(exact("transpose longs", transpose(2, 0, 1), tensor(DType.INT64, 5, 7, 3)));
        cases.add(exact("transpose that keeps pairs", transpose(1, 0, 2), floats(3, 5, 2)));
        cases.add(exact("transpose that keeps words of bytes", transpose(1, 0, 2), tensor(DType.UINT8, 3, 5, 12)));
        cases.add(exact("transpose that keeps long words of bytes", transpose(1, 0, 2), tensor(DType.BOOL, 3, 5, 16)));
        cases.add(exact("transpose reversed", transpose(), floats(2, 3, 4, 5)));
        cases.add(exact("transpose of 8 axes", transpose(7, 6, 5, 4, 3, 2, 1, 0), floats(2, 3, 2, 2, 3, 2, 2, 3)));
        cases.add(exact("transpose that moves nothing", transpose(1, 0, 2), floats(1, 1, 11)));
        cases.add(exact("depth to space", new DepthToSpace(2, false), floats(2, 12, 3, 5)));
        cases.add(exact("depth to space, columns first", new DepthToSpace(3, true), floats(1, 18, 2, 3)));
        cases.add(exact("space to depth", new SpaceToDepth(2), floats(2, 3, 4, 6)));
    }

    private static void addSlices(List<OpCase> cases) {
        Slice slice = new Slice();
        Tensor x = floats(5, 7, 13);
        cases.add(exact("slice", slice, x, ints(1, 2, 3), ints(4, 6, 12)));
        cases.add(exact("slice of aligned pairs", slice, floats(6, 8), ints(2, 2), ints(5, 6)));
        cases.add(exact("slice with steps", slice, x, ints(0, 1), ints(5, 13), ints(0, 2), ints(2, 3)));
        cases.add(exact("slice backwards", slice, x, ints(-1, -2), ints(-100, -6), ints(2, 1), ints(-2, -1)));
        cases.add(exact("slice of bytes", slice, tensor(DType.UINT8, 3, 17), ints(1), ints(16), ints(1)));
        cases.add(exact("split by lengths", new Split(1, 3), x, ints(1, 4, 2)));
        cases.add(exact("split into equal parts", new Split(-1, 4), x));
        cases.add(exact("split with an empty part", new Split(0, 3), tensor(DType.INT64, 5, 3), ints(2, 0, 3)));
    }

    private static void addJoins(List<OpCase> cases) {
        cases.add(exact("concat of blocks", new Concat(0), floats(2, 3), floats(1, 3), floats(4, 3)));
        cases.add(exact("concat inside", new Concat(1), floats(3, 1, 5), floats(3, 4, 5), floats(3, 0, 5)));
        cases.add(exact(
                "concat along the last axis", new Concat(-1), tensor(DType.INT8, 7, 3), tensor(DType.INT8, 7, 2)));
        Tensor twice = floats(2, 3, 7);
        cases.add(exact("concat of large rows", new Concat(1), floats(2, 1, 1031), floats(2, 2, 1031)));
        cases.add(exact("concat with itself", new Concat(1), twice, twice));
    }

    private static void addRepeats(List<OpCase> cases) {
        Expand expand = new Expand();
        cases.add(exact("expand inside", expand, floats(3, 1, 5), ints(3, 4, 5)));
        cases.add(exact("expand in front", expand, tensor(DType.INT32, 7), ints(2, 3, 7)));
        cases.add(exact("expand behind", expand, tensor(DType.BOOL, 3, 1), ints(1, 13)));
        cases.add(exact("expand a scalar", expand, Tensor.scalar(3.5f), ints(2, 5)));
        cases.add(exact("tile", new Tile(), floats(2, 3, 5), ints(2, 1, 3)));
        cases.add(exact("tile of longs", new Tile(), tensor(DType.INT64, 1, 3), ints(4, 2)));
    }

    static OpCase exact(String name, Op op, @Nullable Tensor... operands) {
        return new OpCase(name, op, Arrays.asList(operands), 0, 0, 0);
    }

    private static Transpose transpose(Integer... perm) {
        return new Transpose(List.of(perm));
    }

    private static Tensor ints(long... values) {
        return Tensor.vector(values);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(RANDOM, dims);
    }

    private static Tensor tensor(DType dtype, int... dims) {
        return RandomTensors.of(RANDOM, dtype, Shape.of(dims));
    }
}
