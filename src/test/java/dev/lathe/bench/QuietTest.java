package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuietTest {
    private final List<Long> windows = new ArrayList<>();

    @Test
    void waitsWhileSomethingComputes() {
        long[] computed = {100, 140, 180, 205, 212};
        Quiet.await(() -> computed[windows.size()], windows::add);
        assertThat(windows).hasSize(4);
    }

    @Test
    void goesOnAtOnceWhereNothingDoes() {
        Quiet.await(() -> 7, windows::add);
        assertThat(windows).hasSize(1);
    }

    @Test
    void doesNotWaitForEver() {
        Quiet.await(() -> 40L * windows.size(), windows::add);
        assertThat(windows).hasSize(12).containsOnly(40L);
    }
}
