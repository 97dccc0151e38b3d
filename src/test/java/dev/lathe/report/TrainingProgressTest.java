package dev.lathe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.train.EpochResult;
import dev.lathe.train.Metrics;
import dev.lathe.train.StepReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingProgressTest {
    private static final EpochResult EPOCH =
            new EpochResult(1, 0.0125, new Metrics(1.25, 0.5), new Metrics(0.75, 0.625), true);

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);
    private long now = 7_000_000_000L;

    @Test
    void aLineTellsLossSpeedAndRemainingTime() {
        TrainingProgress progress = new TrainingProgress(out, new Progress(out, true), 32, () -> now);
        now += 500_000_000L;
        progress.step(new StepReport(1, 3, 3, 10, new Metrics(1.25, 0.5)));
        // A step takes half a second; 6 are left of this epoch and 10 of the next.
        assertThat(text.toString())
                .endsWith("epoch 2/3, loss 1.25, top-1 50.00%, 64.0 images/s, 8s left"
                        + " [############                  ] 4/10");
        now += 1_500_000_000L;
        progress.step(new StepReport(1, 3, 4, 10, new Metrics(1.25, 0.5)));
        assertThat(text.toString()).contains("32.0 images/s, 15s left");
    }

    @Test
    void epochsStayOnTheScreen() {
        try (TrainingProgress progress = new TrainingProgress(out, new Progress(out, false), 32, () -> now)) {
            progress.step(new StepReport(1, 3, 3, 10, new Metrics(1.25, 0.5)));
            progress.epoch(EPOCH);
        }
        assertThat(text.toString().strip())
                .isEqualTo("epoch 2: loss 1.25, top-1 50.00%; validation 0.750, 62.50%; learning rate 0.0125");
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0s", "59.4, 59s", "59.6, 1m 00s", "185, 3m 05s", "3599.7, 1h 00m", "7620, 2h 07m"})
    void times(double seconds, String shown) {
        assertThat(TrainingProgress.time(seconds)).isEqualTo(shown);
    }
}
