package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.bench.BenchReport.Check;
import dev.lathe.bench.BenchReport.Ratio;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteReportTest {
    private static BenchReport network(String name, boolean passed, double... ratios) {
        List<Ratio> found = new ArrayList<>();
        for (int i = 0; i < ratios.length; i++) {
            found.add(new Ratio(i == 0 ? 1 : 8, "lathe cpu", "other cpu", ratios[i]));
        }
        List<Check> checks = List.of(new Check(1, "lathe cpu", "other cpu", 1e-6, 1e-3, passed));
        return new BenchReport(name, List.of(), found, checks, List.of(), List.of(), Machine.now(), null);
    }

    @Test
    void meansAreGeometricForEachBatchAndPair() {
        SuiteReport report = SuiteReport.of(
                List.of(network("a", true, 0.5, 3), network("b", true, 4, 1 / 3.0), network("c", true, 4)));
        // 0.5 * 4 * 4 = 8, whose third root is 2; 3 * 1/3 = 1.
        assertThat(report.means()).hasSize(2);
        assertThat(report.means().getFirst().factor()).isCloseTo(2, within(1e-14));
        assertThat(report.means().getFirst())
                .extracting("batch", "engine", "against", "networks")
                .containsExactly(1, "lathe cpu", "other cpu", 3);
        assertThat(report.means().getLast().factor()).isCloseTo(1, within(1e-14));
        assertThat(report.means().getLast()).extracting("batch", "networks").containsExactly(8, 2);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void oneNetworkThatDisagreesFailsTheSuite() {
        SuiteReport report = SuiteReport.of(List.of(network("a", true), network("b", false)));
        assertThat(report.means()).isEmpty();
        assertThat(report.passed()).isFalse();
    }
}
