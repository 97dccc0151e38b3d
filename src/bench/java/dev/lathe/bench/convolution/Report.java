package dev.lathe.bench.convolution;

import dev.lathe.bench.Latency;
import java.util.List;

/**
 * What {@link Measurement} found.
 *
 * @param device what the OpenCL engines ran on
 * @param threads of Lathe's CPU engine
 * @param load average of the last minute, in threads that want to run; where it exceeds {@code threads} others were
 *     running, and long calls suffer more from that than short ones; negative where the system does not tell
 * @param rows one for each problem
 * @param summaries how the OpenCL engine of Lathe compares with each other engine
 */
record Report(String device, int threads, double load, List<Row> rows, List<Summary> summaries) {
    /**
     * One problem.
     *
     * @param flops two for each multiply-add of the plain definition
     * @param figures one for each engine
     */
    record Row(String problem, double flops, List<Figure> figures) {
        /** That of {@code engine}, which took part. */
        Figure figure(String engine) {
            return figures.stream()
                    .filter(figure -> figure.engine().equals(engine))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * One engine at one problem.
     *
     * @param runs that were measured
     * @param single whether the first run, meant to warm up, was so long that it had to do
     * @param computeMs operands and result where the engine wants them
     * @param wholeMs from the caller's array to the caller's array
     * @param gflops 10^9 operations of the plain definition a second, by the median of {@code computeMs}
     * @param error largest, as a multiple of what is allowed
     */
    record Figure(
            String engine, int runs, boolean single, Latency computeMs, Latency wholeMs, double gflops, double error) {
        boolean passed() {
            return error <= 1;
        }
    }

    /**
     * {@code engine} is so many times as fast as {@code against}, by medians.
     *
     * @param compute geometric mean over all problems, of computing alone
     * @param whole likewise, of whole calls
     * @param worst the smallest ratio of computing alone
     * @param worstProblem where that was
     */
    record Summary(String engine, String against, double compute, double whole, double worst, String worstProblem) {}

    /** Whether all results are right. */
    boolean passed() {
        return rows.stream().flatMap(row -> row.figures().stream()).allMatch(Figure::passed);
    }
}
