package dev.lathe.tune.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.tune.Problem;
import dev.lathe.tune.Tuning;
import dev.lathe.tune.search.StandInWorkbench.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Problem SMALL = problem("n2 g2 c3 k5 1x3x3 s1x2x2 d1x1x1 o1x4x5");
    private static final long DEFAULT = 1000;

    private final List<String> alarms = new ArrayList<>();

    private static Problem problem(String text) {
        return Problem.parse(text).orElseThrow();
    }

    private static Manner takes(long nanoseconds) {
        return new Manner(nanoseconds, 0, true);
    }

    private Finding find(Map<Integer, Manner> manners) {
        Workbench workbench = new StandInWorkbench(SMALL, manners);
        List<Finding> findings = new Search(workbench, Tuning.NONE, 0, alarms::add).tune(SMALL);
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    @Test
    void keepsTheFastest() {
        Finding finding = find(Map.of(0, takes(DEFAULT), 1, takes(900), 2, takes(800), 3, takes(5000)));
        assertThat(finding)
                .isEqualTo(
                        new Finding(SMALL.toString(), "conv_strips", StandInWorkbench.filters(2), 0.001, 0.0008, 3, 0));
        assertThat(finding.gain()).isBetween(0.199, 0.201);
        assertThat(alarms).isEmpty();
    }

    @Test
    void keepsTheDefaultWhereLittleIsGained() {
        Finding finding = find(Map.of(0, takes(DEFAULT), 1, takes(980), 2, takes(1100)));
        assertThat(finding.defines()).isEmpty();
        assertThat(finding.bestMs()).isEqualTo(finding.defaultMs());
        assertThat(finding.gain()).isZero();
    }

    @Test
    void discardsWhoeverIsWrongHoweverFast() {
        Manner wrong = new Manner(1, 1e-4f, true);
        Manner nothing = new Manner(1, Float.NaN, true);
        Finding finding = find(Map.of(0, takes(DEFAULT), 1, wrong, 2, nothing, 3, takes(900)));
        assertThat(finding.defines()).isEqualTo(StandInWorkbench.filters(3));
        assertThat(finding.wrong()).isEqualTo(2);
        assertThat(finding.tried()).isEqualTo(3);
        assertThat(alarms)
                .hasSize(2)
                .allMatch(alarm -> alarm.startsWith("WRONG RESULTS, not used: conv_strips with {FILTERS="));
    }

    @Test
    void keepsNoRowWhereTheDefaultIsWrong() {
        Finding finding = find(Map.of(0, new Manner(DEFAULT, 1, true), 1, takes(1)));
        assertThat(finding.defines()).isEmpty();
        assertThat(finding.wrong()).isEqualTo(1);
        assertThat(finding.defaultMs()).isNaN();
        assertThat(alarms).hasSize(1).allMatch(alarm -> alarm.contains("the default"));
    }

    @Test
    void leavesOutWhatDoesNotBuild() {
        Finding finding = find(Map.of(0, takes(DEFAULT), 1, new Manner(1, 0, false), 2, takes(900)));
        assertThat(finding.defines()).isEqualTo(StandInWorkbench.filters(2));
        assertThat(finding.tried()).isEqualTo(1);
        assertThat(alarms).isEmpty();
    }

    /** The trial's own sums agree with the reference, and see every kind of wrong result that a sample can meet. */
    @Test
    void theTrialIsRightAboutEveryGeometry() {
        for (String text : List.of(
                "n2 g1 c3 k4 1x3x3 s1x1x1 d1x1x1 o1x5x6",
                "n1 g3 c2 k2 2x4x3 s2x1x3 d1x2x2 o3x4x5",
                "n3 g1 c7 k2 1x1x1 s1x1x1 d1x1x1 o1x1x9")) {
            Problem problem = problem(text);
            Workbench workbench = new StandInWorkbench(problem, Map.of(0, takes(1)));
            Finding finding = new Search(workbench, Tuning.NONE, 0, alarms::add)
                    .tune(problem)
                    .getFirst();
            assertThat(finding.wrong()).as(text).isZero();
        }
        assertThat(alarms).isEmpty();
    }

    @Test
    void findsOnlyRightResultsOnADevice() {
        Required.device("opencl:0");
        assertThat(OpenClBackend.scopes("opencl:0").all()).hasSize(4).doesNotHaveDuplicates();
        DeviceOptions options = new DeviceOptions(1, false, Engine.userCache(), DeviceOptions.MANY);
        try (GpuWorkbench workbench = new GpuWorkbench(tuning -> OpenClBackend.open("opencl:0", options, tuning))) {
            Search search = new Search(workbench, Tuning.NONE, 0, alarms::add);
            Problem winograd = problem("n1 g1 c13 k17 1x3x3 s1x1x1 d1x1x1 o1x11x7");
            assertThat(search.problems(new Trial(winograd).graph())).containsExactly(winograd);
            List<Finding> findings = search.tune(winograd);
            assertThat(findings).extracting(Finding::kernel).containsExactly("conv_strips", "winograd");
            assertThat(findings).allMatch(finding -> finding.wrong() == 0 && finding.tried() >= 2);
            assertThat(search.inside(winograd)).allMatch(inner -> inner.groups() == 16 || inner.groups() == 36);
            assertThat(search.tune(problem("n2 g1 c5 k9 1x1x1 s1x1x1 d1x1x1 o1x7x7")))
                    .extracting(Finding::kernel)
                    .containsExactly("conv_strips");
        }
        assertThat(alarms).isEmpty();
    }
}
