package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbabilityMapTest {
    /** A dot stands for 0, a digit for tenths. */
    private static ProbabilityMap map(String... rows) {
        int width = rows[0].length();
        float[] values = new float[rows.length * width];
        for (int i = 0; i < values.length; i++) {
            char cell = rows[i / width].charAt(i % width);
            values[i] = cell == '.' ? 0 : (cell - '0') / 10f;
        }
        return new ProbabilityMap(width, rows.length, values);
    }

    @Test
    void pixelsThatTouchAtACornerBelongTogether() {
        ProbabilityMap map = map("9...9", ".9..9", "..2..", "888..");

        assertThat(map.components(0.3f))
                .satisfiesExactly(
                        first -> assertThat(first).containsExactlyInAnyOrder(new Point(0, 0), new Point(1, 1)),
                        second -> assertThat(second).containsExactlyInAnyOrder(new Point(4, 0), new Point(4, 1)),
                        third -> assertThat(third).containsExactlyInAnyOrder(new Point(0, 3), new Point(2, 3)));
    }

    @Test
    void aRingIsOneComponentAndTheEdgeOfTheMapEndsIt() {
        ProbabilityMap map = map("9999", "9..9", "9999");

        List<List<Point>> components = map.components(0.3f);

        assertThat(components).hasSize(1);
        assertThat(Rectangle.around(components.getFirst()).area()).isEqualTo(3 * 2);
    }

    @Test
    void nothingAboveTheThresholdIsNothing() {
        assertThat(map("333", "333").components(0.3f)).isEmpty();
        assertThat(map("..", "..").components(0.3f)).isEmpty();
    }

    /** Pixels 1..3 x 0..1: (8 + 6 + 4 + 2 + 2 + 2) tenths over six. */
    @Test
    void meanIsOverThePixelsInside() {
        ProbabilityMap map = map(".8649", ".2229", "99999");
        Rectangle rectangle = new Rectangle(new Point(2, 0.5), new Point(1, 0), 2, 1);

        assertThat(map.mean(rectangle)).isCloseTo(0.4, within(1e-6));
        assertThat(map.mean(new Rectangle(new Point(-9, -9), new Point(1, 0), 2, 1)))
                .isZero();
    }

    @Test
    void tooFewValuesAreRefused() {
        assertThatThrownBy(() -> new ProbabilityMap(3, 2, new float[5])).isInstanceOf(IllegalArgumentException.class);
    }
}
