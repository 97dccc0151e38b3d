package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fully connected layers a GPU reads row by row. */
class GemvGroupTest {
    private static List<Launch> launches(boolean residual, int images, int depth, int rows, int maxGroup) {
        Traits gpu = new Traits(false, 132, 1, maxGroup, 48 << 10, 256, true, false, 1L << 34);
        Gemm gemm = new Gemm(1, 1, false, true, new Epilogue(residual, new Activation.Relu()));
        TensorType x = TensorType.float32(Shape.of(images, depth));
        TensorType w = TensorType.float32(Shape.of(rows, depth));
        TensorType bias = TensorType.float32(Shape.of(rows));
        TensorType y = TensorType.float32(Shape.of(images, rows));
        Operands operands = residual ? Operands.ofTypes(x, w, bias, y) : Operands.ofTypes(x, w, bias);
        return ((Lowered.Launches) Lowerings.lower(gemm, Devices.call(gemm, operands, gpu))).launches();
    }

    @ParameterizedTest
    @CsvSource({
        "false, 1, 25088, 4096, 1024, true",
        "false, 8, 4096, 1000, 1024, true",
        "false, 9, 4096, 1000, 1024, false", // so many images pay for tiles
        "false, 1, 4098, 1000, 1024, false", // rows do not begin at a quad
        "true, 1, 4096, 1000, 1024, false",
        "false, 1, 4096, 1000, 64, false" // the device has no such groups
    })
    void fewImages(boolean residual, int images, int depth, int rows, int maxGroup, boolean expected) {
        assertThat(launches(residual, images, depth, rows, maxGroup))
                .last()
                .extracting(launch -> launch.kernel().equals("matrix/gemv_group"))
                .isEqualTo(expected);
    }

    @Test
    void weightsAreReadAsTheyLie() {
        assertThat(launches(false, 8, 4096, 1000, 1024))
                .extracting(Launch::kernel)
                .containsExactly("matrix/gemv_group");
    }
}
