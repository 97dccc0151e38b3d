package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a GPU goes through Winograd's method without being told. */
class WinogradTest {
    private static final Traits GPU = new Traits(false, 108, 1, 1024, 48 << 10, 256, true, false, 1L << 34);

    private static List<Launch> launches(int images, int channels, int filters, int extent) {
        Padding padding = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Conv conv = new Conv(new Window(List.of(), List.of(), List.of(), padding), 1, Epilogue.NONE);
        Operands operands = Operands.ofTypes(
                TensorType.float32(Shape.of(images, channels, extent, extent)),
                TensorType.float32(Shape.of(filters, channels, 3, 3)));
        return ((Lowered.Launches) Lowerings.lower(conv, Devices.call(conv, operands, GPU))).launches();
    }

    @ParameterizedTest
    @CsvSource({
        "8, 512, 512, 28, true",
        "8, 256, 256, 56, true",
        "8, 16, 16, 56, false", // the transforms move more than is saved
        "8, 32, 32, 28, false",
        "8, 3, 64, 224, false"
    })
    void whatIsSavedHasToPayForTheTransforms(int images, int channels, int filters, int extent, boolean expected) {
        assertThat(launches(images, channels, filters, extent))
                .extracting(launch -> launch.kernel().startsWith("winograd/"))
                .containsAnyOf(expected)
                .last()
                .isEqualTo(expected);
    }

    @Test
    void imagesAreReadAndWrittenAsTheyLie() {
        assertThat(launches(8, 512, 512, 28))
                .extracting(Launch::kernel)
                .containsExactly(
                        "winograd/winograd_cut",
                        "winograd/winograd_filter",
                        "conv/pack_filters",
                        "conv/conv_tiled",
                        "winograd/winograd_join");
    }
}
