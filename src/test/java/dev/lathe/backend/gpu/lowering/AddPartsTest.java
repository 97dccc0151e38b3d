package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Arg;
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

/** When sums are cut into parts, and what is launched then. */
class AddPartsTest {
    private static final int CHANNELS = 1;
    private static final int GROUPS = 3;

    private static List<Launch> launches(int units, int images, int channels, int filters, int extent) {
        Traits gpu = new Traits(false, units, 1, 1024, 48 << 10, 256, true, false, 1L << 34);
        Padding padding = new Padding.Explicit(List.of(0, 0), List.of(0, 0));
        Conv conv = new Conv(new Window(List.of(), List.of(), List.of(), padding), 1, Epilogue.NONE);
        Operands operands = Operands.ofTypes(
                TensorType.float32(Shape.of(images, channels, extent, extent)),
                TensorType.float32(Shape.of(filters, channels, 1, 1)));
        return ((Lowered.Launches) Lowerings.lower(conv, Devices.call(conv, operands, gpu))).launches();
    }

    @ParameterizedTest
    @CsvSource({
        "132, 1, 2048, 512, 7, true", // 32 tiles for 132 units
        "132, 9, 25088, 4096, 1, true",
        "132, 1, 25088, 4096, 1, false", // a matrix times one vector is read once by all units
        "132, 8, 2048, 512, 7, true",
        "132, 8, 64, 256, 56, false", // many tiles of few steps
        "132, 1, 24, 64, 7, false", // whole steps of channels are left to no part
        "4, 8, 512, 512, 28, false" // four units have enough to do
    })
    void longSumsOfFewResults(int units, int images, int channels, int filters, int extent, boolean expected) {
        assertThat(launches(units, images, channels, filters, extent))
                .last()
                .extracting(launch -> launch.kernel().equals("conv/add_parts"))
                .isEqualTo(expected);
    }

    @Test
    void partsAreGroupsThatSeeSomeOfTheChannels() {
        List<Launch> launches = launches(132, 1, 2048, 512, 7);
        assertThat(launches)
                .extracting(Launch::kernel)
                .containsExactly("conv/pack_filters", "conv/conv_tiled", "conv/add_parts");
        List<Integer> conv = ((Arg.Ints) launches.get(1).args().getLast()).values();
        int parts = conv.get(GROUPS);
        assertThat(parts).isBetween(2, 64);
        assertThat(conv.get(CHANNELS) * parts).isEqualTo(2048);
        assertThat(conv.get(CHANNELS)
                        % Integer.parseInt(launches.get(1).defines().get("TILE_K")))
                .isZero();
    }
}
