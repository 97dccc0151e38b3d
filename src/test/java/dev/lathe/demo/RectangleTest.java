package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RectangleTest {
    /** Coordinates below 100 and some dozens of operations in double precision. */
    private static final Offset<Double> ROUNDING = within(1e-9);

    private static Point rotated(double x, double y, double degrees) {
        double a = Math.toRadians(degrees);
        return new Point(x * Math.cos(a) - y * Math.sin(a) + 50, x * Math.sin(a) + y * Math.cos(a) + 40);
    }

    private static void assertClose(Point actual, Point expected) {
        assertThat(actual.x()).isCloseTo(expected.x(), ROUNDING);
        assertThat(actual.y()).isCloseTo(expected.y(), ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 7, -12, 30, -40})
    void recoversARotatedRectangle(double degrees) {
        SplittableRandom random = new SplittableRandom(1);
        List<Point> points = new ArrayList<>(List.of(
                rotated(-15, -4, degrees),
                rotated(15, -4, degrees),
                rotated(15, 4, degrees),
                rotated(-15, 4, degrees)));
        for (int i = 0; i < 50; i++) {
            points.add(rotated(random.nextDouble(-15, 15), random.nextDouble(-4, 4), degrees));
        }

        Rectangle rectangle = Rectangle.around(points);
        Quad quad = rectangle.quad();

        assertThat(rectangle.area()).isCloseTo(240, ROUNDING);
        assertThat(rectangle.shorterSide()).isCloseTo(8, ROUNDING);
        assertClose(quad.topLeft(), points.get(0));
        assertClose(quad.topRight(), points.get(1));
        assertClose(quad.bottomRight(), points.get(2));
        assertClose(quad.bottomLeft(), points.get(3));
    }

    /** No rectangle of any of 900 other angles is smaller. */
    @Test
    void isTheSmallest() {
        SplittableRandom random = new SplittableRandom(2);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            points.add(new Point(random.nextDouble(31), random.nextDouble(17)));
        }

        double smallest = Rectangle.around(points).area();

        for (int tenth = 0; tenth < 900; tenth++) {
            double a = Math.toRadians(tenth / 10.0);
            var x = points.stream()
                    .mapToDouble(p -> p.x() * Math.cos(a) + p.y() * Math.sin(a))
                    .summaryStatistics();
            var y = points.stream()
                    .mapToDouble(p -> p.y() * Math.cos(a) - p.x() * Math.sin(a))
                    .summaryStatistics();
            assertThat(smallest).isLessThanOrEqualTo((x.getMax() - x.getMin()) * (y.getMax() - y.getMin()) + 1e-9);
        }
    }

    @Test
    void aPointAndALineHaveNoArea() {
        assertThat(Rectangle.around(List.of(new Point(3, 4))).area()).isZero();
        assertThat(Rectangle.around(List.of(new Point(0, 0), new Point(3, 4))).area())
                .isCloseTo(0, ROUNDING);
    }

    /** 20 x 10: area 200, perimeter 60, so ratio 1.5 moves each side out by 200·1.5/60 = 5. */
    @Test
    void unclippingMovesEverySideOut() {
        Rectangle grown = new Rectangle(new Point(0, 0), new Point(1, 0), 20, 10).unclipped(1.5);

        assertThat(grown.width()).isCloseTo(30, ROUNDING);
        assertThat(grown.height()).isCloseTo(20, ROUNDING);
        assertThat(grown.center()).isEqualTo(new Point(0, 0));
    }

    @Test
    void containsWhatIsWithinItsSides() {
        Rectangle rectangle = new Rectangle(new Point(10, 10), new Point(0.6, 0.8), 10, 4);

        assertThat(rectangle.contains(new Point(10 + 0.6 * 4.9, 10 + 0.8 * 4.9)))
                .isTrue();
        assertThat(rectangle.contains(new Point(10 + 0.6 * 5.1, 10 + 0.8 * 5.1)))
                .isFalse();
        assertThat(rectangle.contains(new Point(10 - 0.8 * 1.9, 10 + 0.6 * 1.9)))
                .isTrue();
        assertThat(rectangle.contains(new Point(10 - 0.8 * 2.1, 10 + 0.6 * 2.1)))
                .isFalse();
    }
}
