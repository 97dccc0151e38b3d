package dev.lathe.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.LimitException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int HUGE = Integer.MAX_VALUE;
    private static final Op ASKING = new Identity();

    private static Window window(int kernel, int stride, int dilation, Padding padding) {
        return new Window(List.of(kernel), List.of(stride), List.of(dilation), padding);
    }

    private static Padding pads(int begin, int end) {
        return new Padding.Explicit(List.of(begin), List.of(end));
    }

    private static Geometry over(Window window, int extent, boolean ceil) {
        return window.over(
                ASKING, Shape.of(1, 1, extent), new int[] {window.kernel().getFirst()}, ceil);
    }

    @Test
    void resolvesTheFirstLayerOfResNet() {
        Window window =
                new Window(List.of(), List.of(2, 2), List.of(), new Padding.Explicit(List.of(3, 3), List.of(3, 3)));
        Geometry geometry = window.over(ASKING, Shape.of(1, 3, 224, 225), new int[] {7, 7}, false);
        assertThat(geometry.out()).containsExactly(112, 113);
        assertThat(geometry.kernel()).containsExactly(7, 7);
        assertThat(geometry.dilation()).containsExactly(1, 1);
        assertThat(geometry.in()).containsExactly(224, 225);
    }

    @Test
    void samePaddingPutsTheSurplusWhereItSays() {
        Geometry upper = over(window(2, 1, 1, new Padding.SameUpper()), 5, false);
        assertThat(List.of(upper.padBegin()[0], upper.padEnd()[0], upper.out()[0]))
                .containsExactly(0, 1, 5);
        Geometry lower = over(window(2, 1, 1, new Padding.SameLower()), 5, false);
        assertThat(List.of(lower.padBegin()[0], lower.padEnd()[0], lower.out()[0]))
                .containsExactly(1, 0, 5);
        Geometry dilated = over(window(3, 2, 2, new Padding.SameUpper()), 6, false);
        assertThat(List.of(dilated.padBegin()[0], dilated.padEnd()[0], dilated.out()[0]))
                .containsExactly(1, 2, 3);
        Geometry sparse = over(window(1, 3, 1, new Padding.SameUpper()), 7, false);
        assertThat(List.of(sparse.padBegin()[0], sparse.padEnd()[0], sparse.out()[0]))
                .containsExactly(0, 0, 3);
    }

    @Test
    void ceilAddsAWindowOnlyIfItBeginsInsideTheInputOrItsLeadingPadding() {
        assertThat(over(window(2, 2, 1, Padding.NONE), 5, false).out()).containsExactly(2);
        assertThat(over(window(2, 2, 1, Padding.NONE), 5, true).out()).containsExactly(3);
        // The last window would begin at 4 - 0 = in, wholly in the padding at the end.
        assertThat(over(window(1, 2, 1, pads(0, 1)), 4, true).out()).containsExactly(2);
        assertThat(over(window(3, 2, 1, Padding.NONE), 2, true).out()).containsExactly(1);
    }

    @Test
    void everyWindowOfARandomSweepFitsAndTheNextDoesNot() {
        Random random = new Random(11);
        int fitting = 0;
        for (int i = 0; i < 500; i++) {
            int begin = random.nextInt(4);
            int end = random.nextInt(4);
            Window window =
                    window(1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3), pads(begin, end));
            int extent = 1 + random.nextInt(9);
            int span = (window.kernel().getFirst() - 1) * window.dilations().getFirst() + 1;
            if (span > extent + begin + end) {
                assertThatThrownBy(() -> over(window, extent, false)).isInstanceOf(ShapeException.class);
                continue;
            }
            Geometry geometry = over(window, extent, false);
            int out = geometry.out()[0];
            assertThat(geometry.begin(0, out - 1) + span).isLessThanOrEqualTo(extent + end);
            assertThat(geometry.begin(0, out) + span).isGreaterThan(extent + end);
            fitting++;
        }
        assertThat(fitting).isGreaterThan(300);
    }

    @Test
    void tapsAreThePositionsInsideTheInput() {
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            Window window = window(
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    pads(random.nextInt(4), random.nextInt(10)));
            Geometry geometry = over(window, 10 + random.nextInt(5), random.nextBoolean());
            for (int o = 0; o < geometry.out()[0]; o++) {
                int inside = 0;
                int padded = 0;
                for (int k = 0; k < geometry.kernel()[0]; k++) {
                    int at = geometry.begin(0, o) + k * geometry.dilation()[0];
                    boolean isTap = at >= 0 && at < geometry.in()[0];
                    assertThat(k >= geometry.firstTap(0, o) && k < geometry.endTap(0, o))
                            .isEqualTo(isTap);
                    inside += isTap ? 1 : 0;
                    padded += at < geometry.in()[0] + geometry.padEnd()[0] ? 1 : 0;
                }
                assertThat(geometry.endTap(0, o) - geometry.firstTap(0, o)).isEqualTo(inside);
                assertThat(geometry.paddedTaps(0, o)).isEqualTo(padded);
            }
        }
    }

    @Test
    void negativePadsCrop() {
        assertThat(over(window(2, 1, 1, pads(-1, -2)), 7, false).out()).containsExactly(3);
        assertThatThrownBy(() -> over(window(2, 1, 1, pads(-8, 9)), 7, false))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("cut more");
    }

    @Test
    void hostileSizesAreRefusedWithoutOverflow() {
        assertThatThrownBy(() -> over(window(3, 1, 1, pads(HUGE, HUGE)), 5, false))
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> over(window(HUGE, 1, HUGE, new Padding.SameUpper()), 5, false))
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> over(window(HUGE, 1, HUGE, Padding.NONE), 5, false))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> over(window(3, 1, 1, pads(Integer.MIN_VALUE, HUGE)), 5, false))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> over(window(2, 1, 1, pads(-5, HUGE)), 5, false))
                .isInstanceOf(LimitException.class);
        assertThat(over(window(1, HUGE, HUGE, pads(0, 9)), 5, true).out()).containsExactly(1);
    }

    @Test
    void listsOfAnotherLengthAreRefusedWithTheirName() {
        Shape x = Shape.of(1, 1, 5, 5);
        Window strides = new Window(List.of(), List.of(1), List.of(), Padding.NONE);
        assertThatThrownBy(() -> strides.over(ASKING, x, new int[] {2, 2}, false))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Identity: attribute strides [1] has 1 entries, wanted one for each of 2 spatial axes");
        Window padded = new Window(List.of(), List.of(), List.of(), pads(1, 1));
        assertThatThrownBy(() -> padded.over(ASKING, x, new int[] {2, 2}, false))
                .hasMessageContaining("pads");
        assertThatThrownBy(() -> Window.of(3, 3).over(ASKING, x, new int[] {2, 2}, false))
                .hasMessageContaining("kernel_shape [3, 3] differs from the weight's kernel [2, 2]");
        assertThatThrownBy(() -> Window.of(0)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Window.of(1, 1).over(ASKING, Shape.of(1, 1, 0, 5), new int[] {1, 1}, false))
                .hasMessageContaining("empty");
    }
}
