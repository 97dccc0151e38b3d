package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tile the rule takes: it hangs on how many of them the device has to run at a time. */
class ConvTiledTest {
    /** Of a 1x1 convolution, whose weights do not go through Winograd's method. */
    private static Launch launch(int units, int images, int channels, int filters, int extent) {
        return Devices.conv(Devices.gpu(units), images, channels, filters, 1, extent).stream()
                .filter(each -> each.kernel().equals("conv/conv_tiled"))
                .findFirst()
                .orElseThrow();
    }

    private static String tile(Launch launch) {
        return launch.grid().group().get(0) * number(launch, "THREAD_N") + " x "
                + launch.grid().group().get(1) * number(launch, "THREAD_M");
    }

    private static int number(Launch launch, String define) {
        return Integer.parseInt(launch.defines().get(define));
    }

    @ParameterizedTest
    @CsvSource({
        "108, 8, 256, 256, 56, 128 x 128", // 392 large tiles
        "108, 1, 512, 2048, 7, 32 x 32", // 7x7 positions would leave all but 16 units idle
        "108, 1, 64, 64, 224, 128 x 64", // half of a larger tile would be empty
        "4, 1, 256, 256, 56, 128 x 128",
        "108, 8, 256, 24, 56, 128 x 32"
    })
    void largeTilesWhereTheyFillTheDevice(
            int units, int images, int channels, int filters, int extent, String expected) {
        Launch launch = launch(units, images, channels, filters, extent);
        assertThat(tile(launch)).isEqualTo(expected);
    }

    @Test
    void everyPositionOfEveryImageIsInSomeTile() {
        Launch launch = launch(108, 7, 33, 65, 9);
        assertThat(launch.grid().items().get(0) * number(launch, "THREAD_N")).isGreaterThanOrEqualTo(7 * 9 * 9);
        assertThat(launch.grid().items().get(1) * number(launch, "THREAD_M")).isGreaterThanOrEqualTo(65);
    }
}
