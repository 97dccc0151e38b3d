package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Launch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a GPU goes through Winograd's method without being told. */
class WinogradTest {
    @ParameterizedTest
    @CsvSource({
        "8, 512, 512, 28, true",
        "8, 256, 256, 56, true",
        "8, 16, 16, 56, false", // the transforms move more than is saved
        "8, 32, 32, 28, false",
        "8, 3, 64, 224, false"
    })
    void whatIsSavedHasToPayForTheTransforms(int images, int channels, int filters, int extent, boolean expected) {
        assertThat(Devices.conv(Devices.gpu(108), images, channels, filters, 3, extent))
                .extracting(launch -> launch.kernel().startsWith("winograd/"))
                .containsAnyOf(expected)
                .last()
                .isEqualTo(expected);
    }

    @Test
    void imagesAreReadAndWrittenAsTheyLie() {
        assertThat(Devices.conv(Devices.gpu(108), 8, 512, 512, 3, 28))
                .extracting(Launch::kernel)
                .containsExactly(
                        "winograd/winograd_cut",
                        "winograd/winograd_filter",
                        "conv/pack_filters",
                        "conv/conv_tiled",
                        "winograd/winograd_join");
    }
}
