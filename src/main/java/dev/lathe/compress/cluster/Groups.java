package dev.lathe.compress.cluster;

import java.util.Arrays;

/**
 * Sorted weights in groups of neighbours, with the squared error of any run of groups in constant time. Equal weights
 * are never parted. Numbers are kept relative to the mean of all weights, which costs the difference of sums fewer
 * digits.
 */
final class Groups {
    private final int[] ends;
    private final double[] sums;
    private final double[] squares;

    private Groups(SortedWeights weights, int[] ends) {
        this.ends = ends;
        this.sums = new double[ends.length];
        this.squares = new double[ends.length];
        double origin = weights.mean(0, weights.size());
        for (int group = 1; group < ends.length; group++) {
            double sum = 0;
            double square = 0;
            for (int i = ends[group - 1]; i < ends[group]; i++) {
                double value = weights.at(i) - origin;
                sum += value;
                square += value * value;
            }
            sums[group] = sums[group - 1] + sum;
            squares[group] = squares[group - 1] + square;
        }
    }

    /**
     * One group for each distinct weight, if there are no more than {@code most}. Otherwise, with s = most/3, each
     * group spans at most 1/s of the range, and holds at most 1/s of the weights or equal ones only. Fewer than s
     * groups end because of the range, and fewer than 2·s because of the count, as such a group and the next hold more
     * than 1/s of the weights.
     */
    static Groups of(SortedWeights weights, int most) {
        boolean exact = weights.distinct(most).length <= most;
        int steps = Math.max(1, most / 3);
        double range = exact ? 0 : (weights.at(weights.size() - 1) - weights.at(0)) / steps;
        int count = exact ? 1 : Math.ceilDiv(weights.size(), steps);
        return new Groups(weights, ends(weights, range, count));
    }

    private static int[] ends(SortedWeights weights, double range, int count) {
        int[] ends = new int[weights.size() + 1];
        int groups = 0;
        int from = 0;
        for (int to = runEnd(weights, 0); from < weights.size(); ) {
            int next = to < weights.size() ? runEnd(weights, to) : to;
            boolean full = next == to || weights.at(next - 1) - weights.at(from) > range || next - from > count;
            if (full) {
                ends[++groups] = to;
                from = to;
            }
            to = next;
        }
        return Arrays.copyOf(ends, groups + 1);
    }

    /** Where the weights equal to that at {@code from} end. */
    private static int runEnd(SortedWeights weights, int from) {
        int end = from + 1;
        while (end < weights.size() && weights.at(end) == weights.at(from)) {
            end++;
        }
        return end;
    }

    int size() {
        return ends.length - 1;
    }

    /** How many weights the first {@code groups} groups hold. */
    int end(int groups) {
        return ends[groups];
    }

    /** Squared error of the weights of groups {@code from} (inclusive) to {@code to} (exclusive) about their mean. */
    double error(int from, int to) {
        int count = ends[to] - ends[from];
        if (count == 0) {
            return 0;
        }
        double sum = sums[to] - sums[from];
        return Math.max(0, squares[to] - squares[from] - sum * sum / count);
    }
}
