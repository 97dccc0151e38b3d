package dev.lathe.demo;

import java.util.List;

/**
 * A rectangle at any angle.
 *
 * @param along direction of the sides of length {@code width}; a unit vector
 */
record Rectangle(Point center, Point along, double width, double height) {
    /**
     * The rectangle of least area around {@code points}, of which there is at least one. One of its sides lies on an
     * edge of their convex hull (Freeman and Shapira 1975).
     */
    static Rectangle around(List<Point> points) {
        List<Point> hull = ConvexHull.of(points);
        Rectangle best = aligned(hull, new Point(1, 0));
        for (int i = 0; i < hull.size(); i++) {
            Point edge = hull.get((i + 1) % hull.size()).minus(hull.get(i));
            if (edge.length() > 0) {
                Rectangle candidate = aligned(hull, edge.times(1 / edge.length()));
                best = candidate.area() < best.area() ? candidate : best;
            }
        }
        return best;
    }

    private static Rectangle aligned(List<Point> points, Point along) {
        Point across = across(along);
        var a = points.stream().mapToDouble(along::dot).summaryStatistics();
        var b = points.stream().mapToDouble(across::dot).summaryStatistics();
        Point center = along.times((a.getMin() + a.getMax()) / 2).plus(across.times((b.getMin() + b.getMax()) / 2));
        return new Rectangle(center, along, a.getMax() - a.getMin(), b.getMax() - b.getMin());
    }

    private static Point across(Point along) {
        return new Point(-along.y(), along.x());
    }

    double area() {
        return width * height;
    }

    double shorterSide() {
        return Math.min(width, height);
    }

    /** This rectangle with every side moved out by {@code distance}. */
    Rectangle grown(double distance) {
        return new Rectangle(center, along, width + 2 * distance, height + 2 * distance);
    }

    /**
     * This rectangle grown as DBNet wants it (Liao et al. 2020): it learns regions shrunk by area·ratio/perimeter.
     * Their outline offset with round corners has this rectangle as its smallest one.
     */
    Rectangle unclipped(double ratio) {
        return grown(area() * ratio / (2 * (width + height)));
    }

    boolean contains(Point point) {
        Point offset = point.minus(center);
        return 2 * Math.abs(offset.dot(along)) <= width && 2 * Math.abs(offset.dot(across(along))) <= height;
    }

    /** The corners clockwise as seen on the screen, from the top left one. */
    Quad quad() {
        Point right = along.times(width / 2);
        Point down = across(along).times(height / 2);
        return Quad.upright(List.of(
                center.minus(right).minus(down),
                center.plus(right).minus(down),
                center.plus(right).plus(down),
                center.minus(right).plus(down)));
    }
}
