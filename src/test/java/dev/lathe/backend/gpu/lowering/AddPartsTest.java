package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When sums are cut into parts, and what is launched then. */
class AddPartsTest {
    private static final int CHANNELS = 1;
    private static final int GROUPS = 3;

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
        assertThat(Devices.conv(Devices.gpu(units), images, channels, filters, 1, extent))
                .last()
                .extracting(launch -> launch.kernel().equals("conv/add_parts"))
                .isEqualTo(expected);
    }

    @Test
    void partsAreGroupsThatSeeSomeOfTheChannels() {
        List<Launch> launches = Devices.conv(Devices.gpu(132), 1, 2048, 512, 1, 7);
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
