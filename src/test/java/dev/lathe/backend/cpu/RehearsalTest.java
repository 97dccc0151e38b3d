package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final int PATIENCE_MINUTES = 2;

    @Test
    void winogradsMethodIsPlayed() {
        assertThat(Rehearsal.kernels()).hasAtLeastOneElementOfType(WinogradConv.class);
        assertThat(Rehearsal.kernels().stream().anyMatch(StreamedWinograd.class::isInstance))
                .isEqualTo(MicroKernels.STREAM.isPresent());
    }

    @Test
    void itBeginsOnceAndEnds() throws InterruptedException {
        Thread rehearsal = Rehearsal.begin();
        assertThat(Rehearsal.begin()).isSameAs(rehearsal);
        assertThat(rehearsal.isDaemon()).isTrue();
        rehearsal.join(TimeUnit.MINUTES.toMillis(PATIENCE_MINUTES));
        assertThat(rehearsal.isAlive()).isFalse();
    }
}
