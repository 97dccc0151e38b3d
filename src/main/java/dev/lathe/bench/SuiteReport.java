package dev.lathe.bench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.lathe.bench.BenchReport.Ratio;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What {@link Suite} found.
 *
 * @param networks one report for each
 * @param means over the networks, for each batch and pair of engines
 */
public record SuiteReport(List<BenchReport> networks, List<Mean> means) {
    public SuiteReport {
        networks = List.copyOf(networks);
        means = List.copyOf(means);
    }

    /**
     * {@code engine} is {@code factor} times as fast as {@code against}, by the geometric mean of the ratios of
     * {@code networks} networks: the mean that does not depend on which engine is in the denominator.
     */
    public record Mean(int batch, String engine, String against, int networks, double factor) {
        private static Mean of(List<Ratio> ratios) {
            Ratio one = ratios.getFirst();
            double logarithm = ratios.stream()
                    .mapToDouble(ratio -> Math.log(ratio.factor()))
                    .average()
                    .orElseThrow();
            return new Mean(one.batch(), one.engine(), one.against(), ratios.size(), Math.exp(logarithm));
        }
    }

    private record Pair(int batch, String engine, String against) {
        private static Pair of(Ratio ratio) {
            return new Pair(ratio.batch(), ratio.engine(), ratio.against());
        }
    }

    static SuiteReport of(List<BenchReport> networks) {
        List<Mean> means = networks.stream()
                .flatMap(network -> network.ratios().stream())
                .collect(groupingBy(Pair::of, LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(Mean::of)
                .toList();
        return new SuiteReport(networks, means);
    }

    /** Whether all engines agree on all networks. */
    public boolean passed() {
        return networks.stream().allMatch(BenchReport::passed);
    }
}
