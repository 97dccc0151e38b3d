package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.DataException;
import dev.lathe.error.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole story on the CPU engine. */
class DemoTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsTheSignWhicheverWayUp(boolean upsideDown) {
        Path output = folder.resolve("seen.png");
        DemoOptions options = DemoOptions.of(DemoJar.orSkip(), output)
                .withUpsideDown(upsideDown)
                .withDevices(List.of("cpu"))
                .withRuns(0, 1);

        DemoResult result = Demo.run(options);

        List<TextRegion> fromTheTop = upsideDown ? result.regions().reversed() : result.regions();
        assertThat(fromTheTop.stream().map(region -> Sign.withoutSpaces(region.text())))
                .isEqualTo(Sign.LINES.stream().map(Sign.Line::text).toList());
        assertThat(result.orientation().degrees()).isEqualTo(upsideDown ? 180 : 0);
        assertThat(result.timings()).singleElement().satisfies(timing -> {
            assertThat(timing.device().id()).isEqualTo("cpu");
            assertThat(timing.sameAnswer()).isTrue();
            assertThat(timing.imagesPerSecond() * timing.milliseconds()).isBetween(999.9, 1000.1);
        });
        Picture seen = Picture.read(result.output());
        assertThat(seen.width()).isEqualTo(Sign.WIDTH);
        assertThat(drawn(seen, result.regions().getFirst().corners().topLeft())).isTrue();
    }

    /** Neither the sign nor the wall is green or orange: blue is far below the strongest channel only where we draw. */
    private static boolean drawn(Picture picture, Point point) {
        float blue = picture.sample(2, point.x(), point.y());
        return Math.max(picture.sample(0, point.x(), point.y()), picture.sample(1, point.x(), point.y())) > blue + 60;
    }

    @Test
    void aJarWithoutTheNetworksIsRefused() throws IOException {
        Path jar = folder.resolve("empty.jar");
        new ZipOutputStream(Files.newOutputStream(jar)).close();
        Path missing = folder.resolve("missing.jar");

        assertThatThrownBy(() -> Demo.run(DemoOptions.of(jar, folder.resolve("out.png"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("empty.jar")
                .hasMessageContaining("ch_PP-OCRv3_det_infer.onnx");
        assertThatThrownBy(() -> Demo.run(DemoOptions.of(missing, folder.resolve("out.png"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("missing.jar");
        assertThat(folder.resolve("out.png")).doesNotExist();
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        DemoOptions options =
                DemoOptions.of(DemoJar.orSkip(), folder.resolve("out.png")).withDevices(List.of("abacus"));

        assertThatThrownBy(() -> Demo.run(options))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("abacus");
    }
}
