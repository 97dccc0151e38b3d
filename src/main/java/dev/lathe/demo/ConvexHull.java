package dev.lathe.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The convex hull of points in the plane by Andrew's monotone chain (1979), O(n log n). */
final class ConvexHull {
    private ConvexHull() {}

    /** The corners of the hull, clockwise as seen on the screen, without points on its edges; one or two if flat. */
    static List<Point> of(List<Point> points) {
        List<Point> sorted = points.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
                .toList();
        if (sorted.size() < 3) {
            return sorted;
        }
        List<Point> hull = chain(sorted);
        hull.addAll(chain(sorted.reversed()));
        return hull;
    }

    /** Half of the hull, without its last point, with which the other half begins. */
    private static List<Point> chain(List<Point> sorted) {
        List<Point> chain = new ArrayList<>();
        for (Point point : sorted) {
            while (chain.size() >= 2 && !turnsClockwise(chain.get(chain.size() - 2), chain.getLast(), point)) {
                chain.removeLast();
            }
            chain.add(point);
        }
        chain.removeLast();
        return chain;
    }

    private static boolean turnsClockwise(Point a, Point b, Point c) {
        return b.minus(a).cross(c.minus(b)) > 0;
    }
}
