package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConvexHullTest {
    @Test
    void leavesOutWhatIsInsideOrOnAnEdge() {
        List<Point> points = List.of(
                new Point(2, 1), new Point(0, 0), new Point(4, 0), new Point(4, 3), new Point(0, 3), new Point(2, 0));

        assertThat(ConvexHull.of(points))
                .containsExactly(new Point(0, 0), new Point(4, 0), new Point(4, 3), new Point(0, 3));
    }

    @Test
    void aLineHasTwoCornersAndAPointOne() {
        List<Point> line = List.of(new Point(1, 1), new Point(3, 3), new Point(2, 2));

        assertThat(ConvexHull.of(line)).containsExactly(new Point(1, 1), new Point(3, 3));
        assertThat(ConvexHull.of(List.of(new Point(5, 6), new Point(5, 6)))).containsExactly(new Point(5, 6));
    }

    /** By definition: no point lies to the left of an edge, and every corner is one of the points. */
    @Test
    void holdsAllPoints() {
        SplittableRandom random = new SplittableRandom(5);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            points.add(new Point(random.nextInt(0, 37), random.nextInt(0, 23)));
        }

        List<Point> hull = ConvexHull.of(points);

        assertThat(points).containsAll(hull);
        for (int i = 0; i < hull.size(); i++) {
            Point from = hull.get(i);
            Point edge = hull.get((i + 1) % hull.size()).minus(from);
            assertThat(points).allMatch(point -> edge.cross(point.minus(from)) >= 0);
        }
    }
}
