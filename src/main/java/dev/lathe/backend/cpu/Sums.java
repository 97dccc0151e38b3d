package dev.lathe.backend.cpu;

/** Sums of consecutive floats in double precision, in an order that depends on their number alone. */
final class Sums {
    private Sums() {}

    static double of(float[] x, int from, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        // Four chains of additions keep the adder busy; one would wait for itself.
        for (; i <= from + count - 4; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < from + count; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    /** Sum of (x - centre)^2. */
    static double ofSquares(float[] x, int from, int count, double centre) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i <= from + count - 4; i += 4) {
            a += (x[i] - centre) * (x[i] - centre);
            b += (x[i + 1] - centre) * (x[i + 1] - centre);
            c += (x[i + 2] - centre) * (x[i + 2] - centre);
            d += (x[i + 3] - centre) * (x[i + 3] - centre);
        }
        for (; i < from + count; i++) {
            a += (x[i] - centre) * (x[i] - centre);
        }
        return a + b + (c + d);
    }
}
