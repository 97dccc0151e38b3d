package dev.lathe.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import org.junit.jupiter.api.Test;

class RetrainingTest {
    @Test
    void dropoutFollowsTheRootOfTheConnections() {
        assertThat(Retraining.dropout(0.5, 100, 9)).isCloseTo(0.15, within(1e-15));
        assertThat(Retraining.dropout(0.5, 37_748_736, 37_748_736)).isEqualTo(0.5);
        assertThat(Retraining.dropout(0.5, 7, 0)).isZero();
    }

    @Test
    void pruningAddsNoConnections() {
        assertThatThrownBy(() -> Retraining.dropout(0.5, 9, 10)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Retraining.dropout(0.5, 0, 0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Retraining.dropout(1.5, 9, 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got 1.5 and 3 of 9");
    }
}
