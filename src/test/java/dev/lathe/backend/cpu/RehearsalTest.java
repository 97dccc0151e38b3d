package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final int PATIENCE_MINUTES = 2;

    @Test
    void winogradsMethodIsPlayedForMoreThanOneRun() {
        assertThat(Rehearsal.kernels(2))
                .hasAtLeastOneElementOfType(WinogradConv.class)
                .hasAtLeastOneElementOfType(DirectConv.class);
        assertThat(Rehearsal.kernels(2).stream().anyMatch(StreamedWinograd.class::isInstance))
                .isEqualTo(MicroKernels.STREAM.isPresent());
        assertThat(Rehearsal.kernels(1))
                .hasOnlyElementsOfTypes(DirectConv.class, ChannelPool.class)
                .hasAtLeastOneElementOfType(DirectConv.class)
                .hasAtLeastOneElementOfType(ChannelPool.class);
    }

    @Test
    void allThatIsPlayedCanBePlayed() {
        try (WorkerPool alone = new WorkerPool(1)) {
            List<Runnable> calls = Rehearsal.calls(2, alone);
            int tiles = MicroKernels.PREFETCH.isPresent() ? 2 : 1;
            assertThat(calls).hasSize(tiles + Rehearsal.kernels(2).size());
            assertThatCode(() -> calls.forEach(Runnable::run)).doesNotThrowAnyException();
        }
    }

    @Test
    void itBeginsOnceAndEnds() throws InterruptedException {
        Thread rehearsal = Rehearsal.begin(1);
        assertThat(Rehearsal.begin(1)).isSameAs(rehearsal);
        assertThat(rehearsal.isDaemon()).isTrue();
        rehearsal.join(TimeUnit.MINUTES.toMillis(PATIENCE_MINUTES));
        assertThat(rehearsal.isAlive()).isFalse();
    }
}
