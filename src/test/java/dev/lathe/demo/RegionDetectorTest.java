package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class RegionDetectorTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private static ProbabilityMap map(DoubleBinaryOperator probability) {
        float[] values = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) probability.applyAsDouble(i % WIDTH, i / WIDTH);
        }
        return new ProbabilityMap(WIDTH, HEIGHT, values);
    }

    private static Picture grey(int width, int height, float level) {
        float[] values = new float[3 * height * width];
        Arrays.fill(values, level);
        return new Picture(Tensor.of(Shape.of(3, height, width), values));
    }

    /**
     * A core of 60 x 12 between pixel centres grows by 720·1.8/144 = 9 on each side, and a picture of twice the map's
     * size doubles everything: from (20 - 9, 30 - 9) to (80 + 9, 42 + 9), times 2.
     */
    @Test
    void growsAndScalesALine() {
        ProbabilityMap map = map((x, y) -> x >= 20 && x <= 80 && y >= 30 && y <= 42 ? 0.9 : 0.1);

        List<RegionDetector.Region> regions = RegionDetector.regions(map, 2 * WIDTH, 2 * HEIGHT);

        assertThat(regions).singleElement().satisfies(region -> {
            assertThat(region.score()).isCloseTo(0.9, within(1e-6));
            assertThat(region.quad())
                    .isEqualTo(
                            new Quad(new Point(22, 42), new Point(178, 42), new Point(178, 102), new Point(22, 102)));
        });
    }

    /** A line at 20 degrees, found within the pixel that the map's grid leaves open. */
    @Test
    void followsATiltedLine() {
        double cos = Math.cos(Math.toRadians(20));
        double sin = Math.sin(Math.toRadians(20));
        ProbabilityMap map = map((x, y) ->
                Math.abs((x - 80) * cos + (y - 48) * sin) <= 40 && Math.abs((y - 48) * cos - (x - 80) * sin) <= 6
                        ? 0.8
                        : 0);

        Quad quad = RegionDetector.regions(map, WIDTH, HEIGHT).getFirst().quad();

        double grown = 80 * 12 * 1.8 / (2 * (80 + 12));
        Point top = quad.topRight().minus(quad.topLeft());
        assertThat(Math.toDegrees(Math.atan2(top.y(), top.x()))).isCloseTo(20, within(1.0));
        assertThat(quad.width()).isCloseTo(80 + 2 * grown, within(2.0));
        assertThat(quad.height()).isCloseTo(12 + 2 * grown, within(2.0));
        assertThat(quad.at(0.5, 0.5).minus(new Point(80, 48)).length()).isLessThan(1);
    }

    @Test
    void leavesOutSpecksAndDoubtfulRegionsAndStaysInThePicture() {
        assertThat(RegionDetector.regions(map((x, y) -> x == 9 && y < 60 ? 1 : 0), WIDTH, HEIGHT))
                .isEmpty();
        assertThat(RegionDetector.regions(map((x, y) -> x < 60 && y < 20 ? 0.5 : 0), WIDTH, HEIGHT))
                .isEmpty();
        assertThat(RegionDetector.regions(map((_, _) -> 1), WIDTH, HEIGHT))
                .singleElement()
                .extracting(RegionDetector.Region::quad)
                .isEqualTo(new Quad(new Point(0, 0), new Point(159, 0), new Point(159, 95), new Point(0, 95)));
    }

    /** 1000 x 500 shrinks to 960 x 480; 40 x 20 has its sides rounded to 32 and, at the least, 32. */
    @Test
    void inputSidesAreMultiplesOf32() {
        assertThat(RegionDetector.input(grey(1000, 500, 0)).shape()).isEqualTo(Shape.of(1, 3, 480, 960));
        assertThat(RegionDetector.input(grey(40, 9, 0)).shape()).isEqualTo(Shape.of(1, 3, 32, 32));
    }

    /** Blue comes first and takes the first mean: (1 - 0.485)/0.229; red and green are 0. */
    @Test
    void inputIsBlueGreenRedAroundTheMeans() {
        Picture blue = grey(32, 32, 0);
        Arrays.fill(blue.planes().floats(), 2 * 32 * 32, 3 * 32 * 32, 255);

        float[] values = RegionDetector.input(blue).floats();

        assertThat(values[0]).isCloseTo(0.515f / 0.229f, within(1e-5f));
        assertThat(values[32 * 32]).isCloseTo(-0.456f / 0.224f, within(1e-5f));
        assertThat(values[2 * 32 * 32]).isCloseTo(-0.406f / 0.225f, within(1e-5f));
    }
}
