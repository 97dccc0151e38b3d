package dev.lathe.bench.convolution;

import java.util.stream.IntStream;

/**
 * The results of a {@link Problem} in double precision, by loops of their own: no engine judges itself.
 *
 * @param sums exact for our purpose: products of floats are exact, their sums off by n * 2^-53
 * @param magnitudes for each sum that of its terms' absolute values, to which rounding errors are relative
 */
record Expectation(Problem problem, double[] sums, double[] magnitudes) {
    /** Half a unit in the last place of 1. */
    private static final double ROUNDING = 0x1p-24;

    static Expectation of(Operands operands) {
        int size = operands.problem().output().size();
        Expectation expected = new Expectation(operands.problem(), new double[size], new double[size]);
        IntStream.range(0, operands.problem().filters())
                .parallel()
                .forEach(filter -> expected.addFilter(operands, filter));
        return expected;
    }

    private void addFilter(Operands operands, int filter) {
        int weight = filter * problem.terms();
        for (int channel = 0; channel < problem.channels(); channel++) {
            for (int ky = 0; ky < problem.kernel(); ky++) {
                for (int kx = 0; kx < problem.kernel(); kx++) {
                    addTap(operands.x(), operands.weights()[weight++], filter, new Tap(channel, ky, kx));
                }
            }
        }
    }

    private record Tap(int channel, int ky, int kx) {}

    private void addTap(float[] x, double weight, int filter, Tap tap) {
        int rows = problem.output().dim(2);
        int columns = problem.output().dim(3);
        int stride = problem.stride();
        int left = tap.kx() - problem.pad();
        int first = Math.ceilDiv(Math.max(0, -left), stride);
        int end = Math.min(columns, Math.floorDiv(problem.width() - 1 - left, stride) + 1);
        for (int row = 0; row < rows; row++) {
            int y = row * stride + tap.ky() - problem.pad();
            if (y < 0 || y >= problem.height()) {
                continue;
            }
            int from = (tap.channel() * problem.height() + y) * problem.width() + left;
            int to = (filter * rows + row) * columns;
            for (int column = first; column < end; column++) {
                double term = weight * x[from + column * stride];
                sums[to + column] += term;
                magnitudes[to + column] += Math.abs(term);
            }
        }
    }

    /**
     * The largest error as a multiple of what docs/numerics.md allows a plain sum in single precision: (n + 1) * 2^-24
     * of the magnitude. Infinite where a result is no number.
     *
     * <p>Winograd's method is no plain sum, yet measured errors are a twentieth of the bound and less, so it is held to
     * the same. A hundred times the bound, which is safe by theory, would let a tensor of zeros pass.
     */
    double error(float[] actual) {
        double worst = 0;
        for (int i = 0; i < sums.length; i++) {
            double allowed = (problem.terms() + 1) * ROUNDING * magnitudes[i] + Float.MIN_NORMAL;
            double error = Math.abs(actual[i] - sums[i]) / allowed;
            worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
        }
        return worst;
    }
}
