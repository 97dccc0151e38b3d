package dev.lathe.demo.fashion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Model;
import dev.lathe.error.DeviceException;
import dev.lathe.report.PageReading;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, with few images and one epoch. */
class FashionStoryTest {
    private static final int IMAGES = 130;

    @TempDir
    private Path folder;

    private FashionOptions options(String device) {
        return FashionOptions.of(List.of(device), folder.resolve("small.lathe"), folder.resolve("story.html"))
                .withLength(IMAGES, 1, 0);
    }

    /** All that was said, in order. */
    private static final class Heard implements FashionListener {
        private final List<Object> reports = new ArrayList<>();

        @Override
        public void stage(Stage stage) {
            reports.add(stage);
        }

        @Override
        public void speed(Speed speed) {
            reports.add(speed);
        }
    }

    @Test
    void everyStepMakesTheNetworkSmallerAndIsTold() throws Exception {
        Heard heard = new Heard();

        FashionResult result = FashionStory.run(options("cpu"), heard);

        List<Object> told = new ArrayList<>(result.stages());
        told.addAll(result.speeds());
        assertThat(heard.reports).isEqualTo(told);
        Stage original = result.stages().getFirst();
        Stage thin = result.stages().get(1);
        Stage pruned = result.stages().get(2);
        Stage shared = result.stages().get(3);
        Stage tuned = result.stages().getLast();
        assertThat(result.stages()).hasSize(5);
        assertThat(original.macs()).isEqualTo(10_059_264);
        assertThat(thin.macs()).isLessThanOrEqualTo(original.macs() / 2);
        assertThat(pruned.nonZero()).isBetween(pruned.weights() * 2 / 5, pruned.weights() * 3 / 5);
        assertThat(thin.bytes()).isLessThan(original.bytes());
        assertThat(pruned.bytes()).isLessThan(thin.bytes());
        assertThat(shared.bytes()).isLessThan(pruned.bytes() / 2);
        assertThat(tuned.nonZero()).isEqualTo(shared.nonZero());
        assertThat(result.stages()).extracting(Stage::images).containsOnly(IMAGES);
        assertThat(original.right()).isGreaterThan(IMAGES * 4 / 5);
        assertThat(thin.right()).isGreaterThan(IMAGES * 4 / 5);
        assertThat(tuned.right()).isGreaterThan(shared.right()).isGreaterThan(IMAGES / 2);
        assertThat(Files.size(folder.resolve("small.lathe"))).isEqualTo(tuned.bytes());
        assertThat(Model.load(folder.resolve("small.lathe")).graph().constants().values())
                .allSatisfy(constant -> assertThat(values(constant)).hasSizeLessThanOrEqualTo(33));
        PageReading page = PageReading.of(Files.readString(folder.resolve("story.html")));
        assertThat(page.elements("td"))
                .anySatisfy(cell -> assertThat(cell.getTextContent()).isEqualTo(tuned.command()));
    }

    /** Biases are not shared: what has many values of another shape is left out. */
    private static Set<Float> values(Tensor constant) {
        Set<Float> values = new HashSet<>();
        if (constant.shape().rank() > 1 && constant.dtype() == DType.FLOAT32) {
            for (float value : constant.floats()) {
                values.add(value);
            }
        }
        return values;
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedAndNothingWritten() {
        assertThatThrownBy(() -> FashionStory.run(options("abacus"), new FashionListener() {}))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("abacus");

        assertThat(folder.resolve("small.lathe")).doesNotExist();
        assertThat(folder.resolve("story.html")).doesNotExist();
    }
}
