package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void blocksLetThreadsEndTogether() {
        // 240 in blocks of 48 are five, of which one of two threads would do three
        assertThat(block(240, 1)).isEqualTo(48);
        assertThat(block(240, 2)).isEqualTo(40);
        // 196 are four and a short one, which does not keep anybody waiting for long
        assertThat(block(196, 2)).isEqualTo(48);
        assertThat(block(196, 1)).as("blocks of equal length").isEqualTo(40);
        assertThat(block(192, 2)).isEqualTo(48);
        assertThat(block(100_000, 2)).isEqualTo(48);
    }

    @Test
    void nothingIsOneBlockOrNone() {
        for (int threads : new int[] {1, 2, 3}) {
            assertThat(block(0, threads)).isPositive();
            assertThat(block(1, threads)).isPositive();
        }
    }

    private static int block(int length, int threads) {
        try (WorkerPool workers = new WorkerPool(threads)) {
            return Shares.block(length, 48, 8, workers);
        }
    }
}
