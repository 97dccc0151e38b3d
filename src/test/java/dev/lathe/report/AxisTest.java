package dev.lathe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void anAxisFromZeroEndsAtARoundNumber() {
        Axis axis = Axis.fromZero("ms", 3, 17.2, 0.4);
        assertThat(axis).isEqualTo(new Axis("ms", 0, 20, false));
        assertThat(axis.ticks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(axis.share(5)).isEqualTo(0.25);
        assertThat(Axis.fromZero("ms").high()).isEqualTo(1);
        assertThat(Axis.fromZero("ms", 0).high()).isEqualTo(1);
        assertThat(Axis.fromZero("ms", 0.03).high()).isCloseTo(0.05, within(1e-15));
    }

    @Test
    void aLogarithmicAxisGivesDecadesEqualRoom() {
        Axis axis = Axis.around("ms", 0.07, 900, 30);
        assertThat(axis.low()).isCloseTo(0.05, within(1e-15));
        assertThat(axis.high()).isEqualTo(1000);
        assertThat(axis.ticks()).extracting(Axis::text).containsExactly("0.1", "1", "10", "100", "1000");
        assertThat(axis.share(10) - axis.share(1)).isCloseTo(axis.share(100) - axis.share(10), within(1e-12));
        assertThat(axis.share(1000)).isEqualTo(1);
        assertThat(axis.share(0)).isZero();
        assertThat(Axis.around("ms", 3, 60).ticks())
                .extracting(Axis::text)
                .containsExactly("2", "5", "10", "20", "50", "100");
    }

    @Test
    void oneValueOrNoneStillMakesAnAxis() {
        assertThat(Axis.around("ms", 5)).isEqualTo(new Axis("ms", 5, 10, true));
        assertThat(Axis.around("ms")).isEqualTo(new Axis("ms", 1, 2, true));
        assertThat(Axis.around("ms", 0, -1)).isEqualTo(Axis.around("ms"));
    }
}
