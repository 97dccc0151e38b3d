package dev.lathe.bench;

import dev.lathe.tensor.Tensor;
import java.util.Map;

/** How far results are from the expected ones. */
final class RelativeError {
    private RelativeError() {}

    /**
     * The largest difference over all outputs, each relative to the largest expected value of that output; infinite
     * when an output is missing, has other extents or a value that is no number where one is expected. Where expected
     * results cover fewer images (along the first axis), only those are compared.
     */
    static double of(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        double worst = 0;
        for (var entry : expected.entrySet()) {
            Tensor other = actual.get(entry.getKey());
            worst = Math.max(worst, other == null ? Double.POSITIVE_INFINITY : of(entry.getValue(), other));
        }
        return worst;
    }

    private static double of(Tensor expected, Tensor actual) {
        int rank = expected.shape().rank();
        boolean comparable = actual.shape().rank() == rank
                && actual.size() >= expected.size()
                && (rank == 0
                        || expected.shape().slice(1, rank).equals(actual.shape().slice(1, rank)));
        if (!comparable) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = Float.MIN_NORMAL;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            if (Double.compare(e, a) == 0) {
                continue;
            }
            if (!Double.isFinite(e - a)) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, Math.abs(e));
            difference = Math.max(difference, Math.abs(e - a));
        }
        return difference / largest;
    }
}
