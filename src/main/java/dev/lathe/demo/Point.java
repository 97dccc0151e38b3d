package dev.lathe.demo;

/** A place in a picture, in pixels: x to the right, y down, (0, 0) the centre of the first pixel. */
public record Point(double x, double y) {
    Point plus(Point other) {
        return new Point(x + other.x, y + other.y);
    }

    Point minus(Point other) {
        return new Point(x - other.x, y - other.y);
    }

    Point times(double factor) {
        return new Point(factor * x, factor * y);
    }

    double dot(Point other) {
        return x * other.x + y * other.y;
    }

    /** Positive when {@code other} lies clockwise of this direction, as seen on the screen. */
    double cross(Point other) {
        return x * other.y - y * other.x;
    }

    double length() {
        return Math.hypot(x, y);
    }
}
