package dev.lathe.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** For each pixel how likely it belongs to the middle of a line of text: what a DBNet detector gives. Row-major. */
record ProbabilityMap(int width, int height, float[] values) {
    /** Cells of a 3 x 3 block, row by row, without its centre. */
    private static final List<Integer> NEIGHBOURS = List.of(0, 1, 2, 3, 5, 6, 7, 8);

    ProbabilityMap {
        if (values.length < width * height) {
            throw new IllegalArgumentException(values.length + " values for " + width + " x " + height + " pixels");
        }
    }

    /**
     * The outermost pixels (per row the first and the last) of each set of pixels above {@code threshold} that touch by
     * a side or a corner; from top to bottom.
     */
    List<List<Point>> components(float threshold) {
        boolean[] seen = new boolean[width * height];
        List<List<Point>> components = new ArrayList<>();
        for (int start = 0; start < seen.length; start++) {
            if (!seen[start] && values[start] > threshold) {
                components.add(fill(start, threshold, seen));
            }
        }
        return components;
    }

    private List<Point> fill(int start, float threshold, boolean[] seen) {
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        List<Point> outline = new ArrayList<>();
        seen[start] = true;
        while (!open.isEmpty()) {
            int pixel = open.pop();
            int x = pixel % width;
            int y = pixel / width;
            if (!above(x - 1, y, threshold) || !above(x + 1, y, threshold)) {
                outline.add(new Point(x, y));
            }
            for (int near : NEIGHBOURS) {
                int nx = x + near % 3 - 1;
                int ny = y + near / 3 - 1;
                if (above(nx, ny, threshold) && !seen[ny * width + nx]) {
                    seen[ny * width + nx] = true;
                    open.push(ny * width + nx);
                }
            }
        }
        return outline;
    }

    private boolean above(int x, int y, float threshold) {
        return x >= 0 && x < width && y >= 0 && y < height && values[y * width + x] > threshold;
    }

    /** Mean over the pixels in {@code rectangle}; 0 when there is none. */
    double mean(Rectangle rectangle) {
        List<Point> corners = rectangle.quad().corners();
        var xs = corners.stream().mapToDouble(Point::x).summaryStatistics();
        var ys = corners.stream().mapToDouble(Point::y).summaryStatistics();
        double sum = 0;
        int count = 0;
        for (int y = (int) Math.max(0, ys.getMin()); y <= Math.min(height - 1, ys.getMax()); y++) {
            for (int x = (int) Math.max(0, xs.getMin()); x <= Math.min(width - 1, xs.getMax()); x++) {
                if (rectangle.contains(new Point(x, y))) {
                    sum += values[y * width + x];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
