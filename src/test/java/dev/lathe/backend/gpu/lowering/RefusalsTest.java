package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gather;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Operands.Operand;
import dev.lathe.op.Reduce;
import dev.lathe.op.Transpose;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the lowering of moving, picking and integer operators cannot do, and how it says so. */
class RefusalsTest {
    private static final TensorType ROWS = TensorType.float32(Shape.of(3, 4));

    @Test
    void knownIndicesAreChecked() {
        Lowered lowered = gather(ROWS, Tensor.vector(0, -3, 3));

        assertThat(lowered).isEqualTo(new Lowered.Refused("index 3 is outside an axis of 3"));
        assertThat(launches(gather(ROWS, Tensor.vector(0, -3, 2)))).hasSize(1);
    }

    @Test
    void otherIndicesAreCheckedByAKernel() {
        Operands operands = Operands.ofTypes(ROWS, new TensorType(DType.INT64, Shape.of(5)));
        List<Launch> launches = launches(lower(new Gather(0), operands, Devices.GPU));

        assertThat(launches).hasSize(2);
        assertThat(launches.getFirst().args()).contains(new Arg.Fault("is outside an axis of 3"));
    }

    @Test
    void nothingCanBePickedFromNothing() {
        Operands operands =
                Operands.ofTypes(TensorType.float32(Shape.of(0, 4)), new TensorType(DType.INT64, Shape.of(5)));

        assertThat(lower(new Gather(0), operands, Devices.GPU))
                .isEqualTo(new Lowered.Refused("every index is outside an axis of 0"));
    }

    @Test
    void rootsOfIntegersNeedDoubles() {
        Operands integers = Operands.ofTypes(new TensorType(DType.INT32, Shape.of(3, 4)));
        Reduce norm = new Reduce(Reduce.Function.L2, true, false);

        assertThat(lower(norm, integers, Devices.SINGLES_ONLY))
                .isEqualTo(new Lowered.Refused(Reductions.NEEDS_DOUBLES));
        assertThat(launches(lower(norm, integers, Devices.GPU))).hasSize(1);
        assertThat(launches(lower(norm, Operands.ofTypes(ROWS), Devices.SINGLES_ONLY)))
                .hasSize(1);
    }

    @Test
    void nineAxesAreTooManyUnlessTheyCanBeJoined() {
        TensorType nine = TensorType.float32(Shape.of(2, 2, 2, 2, 2, 2, 2, 2, 2));

        assertThat(lower(new Transpose(List.of()), Operands.ofTypes(nine), Devices.GPU))
                .isEqualTo(new Lowered.Refused(Copies.TOO_MANY_AXES));
        assertThat(launches(
                        lower(new Transpose(List.of(0, 1, 2, 3, 4, 5, 6, 8, 7)), Operands.ofTypes(nine), Devices.GPU)))
                .hasSize(1);
    }

    @Test
    void scaledIntegersWantDoubles() {
        TensorType matrix = new TensorType(DType.INT32, Shape.of(3, 3));
        Operands operands = Operands.ofTypes(matrix, matrix);
        Gemm scaled = new Gemm(0.5f, 1, false, false, Epilogue.NONE);
        Gemm plain = new Gemm(1, 2, false, false, Epilogue.NONE);

        assertThat(WholeMatrices.gemm(scaled, Devices.call(scaled, operands, Devices.SINGLES_ONLY)))
                .isInstanceOf(Lowered.Refused.class);
        assertThat(launches(WholeMatrices.gemm(scaled, Devices.call(scaled, operands, Devices.GPU))))
                .hasSize(1);
        assertThat(launches(WholeMatrices.gemm(plain, Devices.call(plain, operands, Devices.SINGLES_ONLY))))
                .hasSize(1);
    }

    private static Lowered gather(TensorType x, Tensor indices) {
        Operands operands = Operands.of(List.of(new Operand(x, null), new Operand(indices.type(), indices)));
        return lower(new Gather(0), operands, Devices.GPU);
    }

    private static Lowered lower(Op op, Operands operands, Traits device) {
        Call call = Devices.call(op, operands, device);
        return Lowerings.lower(op, call);
    }

    private static List<Launch> launches(Lowered lowered) {
        assertThat(lowered).isInstanceOf(Lowered.Launches.class);
        return ((Lowered.Launches) lowered).launches();
    }
}
