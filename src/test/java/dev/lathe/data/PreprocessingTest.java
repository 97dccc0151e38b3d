package dev.lathe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.data.Preprocessing.ChannelOrder;
import dev.lathe.data.Preprocessing.Layout;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    /** Two pixels in a row: (10, 20, 30) and (40, 50, 60). */
    private static final Tensor PIXELS = Tensor.of(Shape.of(3, 1, 2), 10, 40, 20, 50, 30, 60f);

    private static Preprocessing normalising(List<Float> mean, List<Float> std, ChannelOrder order, Layout layout) {
        return new Preprocessing(null, null, 0.5f, mean, std, order, layout);
    }

    private static Tensor sized(String resize, String crop, Tensor image) {
        Preprocessing sizes = new Preprocessing(
                resize.isEmpty() ? null : Extent.parse(resize),
                crop.isEmpty() ? null : Extent.parse(crop),
                1,
                List.of(0f),
                List.of(1f),
                ChannelOrder.RGB,
                Layout.NCHW);
        return sizes.apply(image, image.shape().dim(0));
    }

    /** [1, h, w] with value 10·y + x. */
    private static Tensor grid(int height, int width) {
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 10 * (i / width) + i % width;
        }
        return Tensor.of(Shape.of(1, height, width), values);
    }

    @Test
    void scalesThenNormalisesEachChannel() {
        Preprocessing p = normalising(List.of(1f, 2f, 3f), List.of(1f, 2f, 4f), ChannelOrder.RGB, Layout.NCHW);
        // (10/2 - 1)/1 = 4, (40/2 - 1)/1 = 19, (20/2 - 2)/2 = 4, (50/2 - 2)/2 = 11.5, (30/2 - 3)/4 = 3, (60/2 - 3)/4
        assertThat(p.apply(PIXELS, 3).floats()).containsExactly(4, 19, 4, 11.5f, 3, 6.75f);
    }

    @Test
    void meansFollowTheOrderOfTheChannels() {
        Preprocessing p = normalising(List.of(1f, 2f, 3f), List.of(1f), ChannelOrder.BGR, Layout.NCHW);
        // blue 15, 30 less 1; green 10, 25 less 2; red 5, 20 less 3
        assertThat(p.apply(PIXELS, 3).floats()).containsExactly(14, 29, 8, 23, 2, 17);
    }

    @Test
    void interleavesForNhwc() {
        Preprocessing p = normalising(List.of(0f), List.of(1f), ChannelOrder.RGB, Layout.NHWC);
        Tensor result = p.apply(PIXELS, 3);
        assertThat(result.shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(result.floats()).containsExactly(5, 10, 15, 20, 25, 30);
    }

    @Test
    void defaultIsScalingToOne() {
        Tensor white = Tensor.of(Shape.of(1, 1, 2), 255f, 51f);
        assertThat(Preprocessing.DEFAULT.apply(white, 1).floats()).containsExactly(1f, 51 * (1 / 255f));
    }

    @Test
    void greyBecomesColourAndColourGrey() {
        Preprocessing p = normalising(List.of(0f), List.of(1f), ChannelOrder.RGB, Layout.NCHW);
        assertThat(p.apply(Tensor.of(Shape.of(1, 1, 2), 2f, 4f), 3).floats()).containsExactly(1, 2, 1, 2, 1, 2);
        // (0.299·10 + 0.587·20 + 0.114·30)/2 = 9.075, and 15 more for the other pixel
        Tensor grey = p.apply(PIXELS, 1);
        assertThat(grey.floats()[0]).isCloseTo(9.075f, within(1e-5f));
        assertThat(grey.floats()[1]).isCloseTo(24.075f, within(1e-5f));
    }

    @Test
    void halvingWeighsThreeAndThreeSevenths() {
        // centre 1, support 2: pixels at 0.5, 1.5, 2.5 weigh 0.75, 0.75, 0.25 before division by 1.75
        Tensor half = sized("2x1", "", Tensor.of(Shape.of(1, 1, 4), 7f, 14f, 70f, 700f));
        assertThat(half.floats()[0]).isCloseTo(3 + 6 + 10, within(1e-4f));
        assertThat(half.floats()[1]).isCloseTo(2 + 30 + 300, within(1e-3f));
    }

    @Test
    void doublingInterpolates() {
        // centres 0.25, 0.75, 1.25, 1.75: the outer ones see one pixel only
        Tensor twice = sized("4x1", "", Tensor.of(Shape.of(1, 1, 2), 0f, 8f));
        assertThat(twice.floats()).containsExactly(0, 2, 6, 8);
    }

    @Test
    void resizesBothAxesAndKeepsConstants() {
        float[] fives = new float[3 * 13 * 7];
        Arrays.fill(fives, 5);
        Tensor result = sized("4x29", "", Tensor.of(Shape.of(3, 13, 7), fives));
        assertThat(result.shape()).isEqualTo(Shape.of(3, 29, 4));
        for (float value : result.floats()) {
            assertThat(value).isCloseTo(5, within(1e-5f));
        }
    }

    @Test
    void oneSideIsTheShorterOne() {
        assertThat(sized("4", "", grid(9, 6)).shape()).isEqualTo(Shape.of(1, 6, 4));
        assertThat(sized("4", "", grid(6, 9)).shape()).isEqualTo(Shape.of(1, 4, 6));
        assertThat(sized("3", "", grid(3, 3)).floats()).isEqualTo(grid(3, 3).floats());
    }

    @Test
    void cropsTheCentre() {
        assertThat(sized("", "2", grid(4, 6)).floats()).containsExactly(12, 13, 22, 23);
        assertThat(sized("", "3x1", grid(3, 5)).floats()).containsExactly(11, 12, 13);
        // an odd rest: 1.5 rounds to 2, 0.5 to 0
        assertThat(sized("", "2x1", grid(2, 5)).floats()).containsExactly(2, 3);
        assertThatThrownBy(() -> sized("", "5", grid(4, 6)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("5x5");
    }

    @Test
    void refusesOtherNumbersOfChannels() {
        Preprocessing three = normalising(List.of(1f, 2f, 3f), List.of(1f), ChannelOrder.RGB, Layout.NCHW);
        assertThatThrownBy(() -> three.apply(PIXELS, 1)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Preprocessing.DEFAULT.apply(Tensor.of(Shape.of(2, 1, 1), 1f, 2f), 3))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> normalising(List.of(0f), List.of(1f, 0f), ChannelOrder.RGB, Layout.NCHW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parsesSizes() {
        assertThat(Extent.parse("256")).isEqualTo(new Extent.Side(256));
        assertThat(Extent.parse("320x240")).isEqualTo(new Extent.Exactly(320, 240));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x3", "3x", "3x0", "-3", "3.5", "99999", "1x2x3", "123456789012"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Extent.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
