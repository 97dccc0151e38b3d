package dev.lathe.demo;

import java.util.List;

/** What is on the picture that ships with Lathe, measured by eye in an image viewer. */
final class Sign {
    static final int WIDTH = 832;
    static final int HEIGHT = 608;

    /** A line of text without its spaces, of which the recogniser loses some, and the middle of its letters. */
    record Line(String text, Point middle, double width) {}

    /** From top to bottom. */
    static final List<Line> LINES = List.of(
            new Line("LATHEWORKSHOP", new Point(434, 134), 514),
            new Line("Fineturningandmilling", new Point(426, 216), 422),
            new Line("Networkscutdowntosize", new Point(426, 286), 500),
            new Line("MondaytoFriday", new Point(418, 362), 322),
            new Line("08:30-17:45", new Point(414, 417), 300),
            new Line("Pleaseringthebell", new Point(410, 480), 260));

    /** Boxes reach over the letters on all sides, and what is measured by eye is a few pixels off. */
    static final double TOLERANCE = 16;

    private Sign() {}

    static Point upsideDown(Point point) {
        return new Point(WIDTH - 1 - point.x(), HEIGHT - 1 - point.y());
    }

    static String withoutSpaces(String text) {
        return text.replace(" ", "");
    }
}
