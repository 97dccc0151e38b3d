package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static double rate(Schedule schedule, double time) {
        return schedule.rate(time, Collections.nCopies((int) time, 1.0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "6.99, 0.5", "7, 0.125", "13.5, 0.125", "14, 0.03125"})
    void stepsFallAfterWholeEpochs(double time, double expected) {
        assertThat(rate(new Schedule.Step(0.5, 0.25, 7), time)).isEqualTo(expected);
    }

    /** cos(π/3) = 1/2 and cos(π/2) = 0, so the rate is floor + 3/4 or 1/2 of what lies above it. */
    @ParameterizedTest
    @CsvSource({"0, 1.1", "4, 0.85", "6, 0.6", "8, 0.35", "12, 0.1", "30, 0.1"})
    void cosinesFallToTheirFloor(double time, double expected) {
        assertThat(rate(new Schedule.Cosine(1.1, 0.1, 12), time)).isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.2", "2, 0.6", "3.5, 0.9", "4, 1", "4.5, 1", "5, 0.5", "6, 0.25"})
    void warmUpRisesAndThenTheScheduleBegins(double time, double expected) {
        Schedule schedule = new Schedule.WarmUp(4, 0.2, new Schedule.Step(1, 0.5, 1));
        assertThat(rate(schedule, time)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void plateausCountEpochsWithoutALowerLoss() {
        Schedule plateau = new Schedule.Plateau(1, 0.5, 1, 0.2);
        assertThat(plateau.rate(0, List.of())).isEqualTo(1);
        assertThat(plateau.rate(3, List.of(3.0, 2.0, 2.5))).isEqualTo(1);
        assertThat(plateau.rate(4, List.of(3.0, 2.0, 2.5, 2.0))).isEqualTo(0.5);
        // The count starts anew: one more bad epoch is borne.
        assertThat(plateau.rate(5, List.of(3.0, 2.0, 2.5, 2.0, 2.0))).isEqualTo(0.5);
        assertThat(plateau.rate(6, List.of(3.0, 2.0, 2.5, 2.0, 2.0, 1.9))).isEqualTo(0.5);
        assertThat(plateau.rate(6, List.of(3.0, 2.0, 2.5, 2.0, 2.0, Double.NaN)))
                .isEqualTo(0.25);
        assertThat(plateau.rate(9, Collections.nCopies(9, 1.0))).isEqualTo(0.2);
    }

    /** The first loss of the schedule behind is that of the first epoch that begins after the warm-up. */
    @Test
    void plateausDoNotSeeTheWarmUp() {
        Schedule schedule = new Schedule.WarmUp(1.5, 0, new Schedule.Plateau(1, 0.5, 0, 0));
        assertThat(schedule.rate(2, List.of(1.0, 2.0))).isEqualTo(1);
        assertThat(schedule.rate(3, List.of(1.0, 2.0, 3.0))).isEqualTo(1);
        assertThat(schedule.rate(4, List.of(1.0, 2.0, 3.0, 3.0))).isEqualTo(0.5);
    }

    @Test
    void whatIsNoScheduleIsRefused() {
        assertThatThrownBy(() -> new Schedule.Constant(0))
                .isInstanceOf(InputException.class)
                .hasMessage("a learning rate is above 0, not 0.0");
        assertThatThrownBy(() -> new Schedule.Step(1, 0.1, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Schedule.Cosine(0.1, 0.2, 5)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Schedule.Plateau(1, 1, 2, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Schedule.WarmUp(2, 1.5, new Schedule.Constant(1)))
                .isInstanceOf(InputException.class);
    }
}
