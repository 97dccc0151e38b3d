package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.bench.WarmUp.Calls;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void steadyIsTheFirstOfFiveCallsWhoseMedianIsNear() {
        // The medians of five: 20, 12, 11, 10, ...; the third call itself is slow, its five are not.
        WarmUp found = WarmUp.of(100, 30, new double[] {50, 20, 40, 10, 12, 11, 10, 10, 10}, 10);
        assertThat(found.firstResultMs()).isEqualTo(180);
        assertThat(found.steadyCall()).isEqualTo(3);
        assertThat(found.steadyMs()).isEqualTo(100 + 30 + 50 + 20 + 40);
        assertThat(found.calls())
                .startsWith(new Calls(1, 1, 50), new Calls(2, 2, 20))
                .hasSize(9);
    }

    @Test
    void anEngineMayBeSteadyAtOnceOrNever() {
        WarmUp once = WarmUp.of(1, 2, new double[] {4, 4}, 4);
        assertThat(once.steadyCall()).isEqualTo(1);
        assertThat(once.steadyMs()).isEqualTo(once.firstResultMs()).isEqualTo(7);
        WarmUp never = WarmUp.of(1, 2, new double[] {4, 4}, 3);
        assertThat(never.steadyCall()).isNull();
        assertThat(never.steadyMs()).isNull();
    }

    @Test
    void laterCallsAreGroupedWithoutLosingAny() {
        double[] milliseconds = new double[10_007];
        Arrays.setAll(milliseconds, i -> i);
        List<Calls> groups = WarmUp.of(0, 0, milliseconds, 1).calls();
        assertThat(groups).hasSizeLessThan(200);
        int next = 1;
        for (Calls group : groups) {
            assertThat(group.first()).isEqualTo(next);
            // Call number n took n - 1 milliseconds, so the median is that of the numbers, less one.
            assertThat(group.medianMs()).isEqualTo((group.first() + group.last()) / 2.0 - 1);
            next = group.last() + 1;
        }
        assertThat(next).isEqualTo(10_008);
        assertThat(groups.get(38)).isEqualTo(new Calls(39, 39, 38));
    }
}
