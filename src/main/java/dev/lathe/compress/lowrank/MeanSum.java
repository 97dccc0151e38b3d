package dev.lathe.compress.lowrank;

/** A mean while it is summed up. */
final class MeanSum {
    private final double[] sums;
    private long samples;

    MeanSum(int size) {
        this.sums = new double[size];
    }

    void add(Matrix rows) {
        for (double[] row : rows.rows()) {
            Products.add(sums, 1, row);
        }
        samples += rows.height();
    }

    long samples() {
        return samples;
    }

    double[] mean() {
        double[] mean = sums.clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= Math.max(1, samples);
        }
        return mean;
    }

    MeanSum copy() {
        MeanSum copy = new MeanSum(sums.length);
        Products.add(copy.sums, 1, sums);
        copy.samples = samples;
        return copy;
    }
}
