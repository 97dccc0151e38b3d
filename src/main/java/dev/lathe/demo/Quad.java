package dev.lathe.demo;

import java.util.List;
import java.util.function.UnaryOperator;

/** Four corners, clockwise as seen on the screen, the first being the top left one as the picture is held. */
public record Quad(Point topLeft, Point topRight, Point bottomRight, Point bottomLeft) {
    /** {@code corners} are clockwise; the one nearest to the picture's own top left corner becomes the first. */
    static Quad upright(List<Point> corners) {
        int first = 0;
        for (int i = 1; i < 4; i++) {
            Point corner = corners.get(i);
            Point best = corners.get(first);
            first = corner.x() + corner.y() < best.x() + best.y() ? i : first;
        }
        return new Quad(corners.get(0), corners.get(1), corners.get(2), corners.get(3)).turned(90 * first);
    }

    /** Length of the top edge. */
    public double width() {
        return topRight.minus(topLeft).length();
    }

    /** Length of the left edge. */
    public double height() {
        return bottomLeft.minus(topLeft).length();
    }

    /** The corners in order. */
    public List<Point> corners() {
        return List.of(topLeft, topRight, bottomRight, bottomLeft);
    }

    Quad map(UnaryOperator<Point> change) {
        return new Quad(
                change.apply(topLeft), change.apply(topRight), change.apply(bottomRight), change.apply(bottomLeft));
    }

    /** The same place as it looks upright if it is turned clockwise by {@code degrees}, a multiple of 90. */
    Quad turned(int degrees) {
        List<Point> corners = corners();
        int first = Math.floorMod(degrees / 90, 4);
        return new Quad(
                corners.get(first),
                corners.get((first + 1) % 4),
                corners.get((first + 2) % 4),
                corners.get((first + 3) % 4));
    }

    /** Where {@code (u, v)}, fractions of the way to the right and down, lies. */
    Point at(double u, double v) {
        Point top = topLeft.times(1 - u).plus(topRight.times(u));
        Point bottom = bottomLeft.times(1 - u).plus(bottomRight.times(u));
        return top.times(1 - v).plus(bottom.times(v));
    }
}
