package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    @Test
    void unfoldings() {
        // [t][s][k] of 2 x 3 x 2
        Kernel kernel = new Kernel(2, 3, 2, new float[] {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121});
        assertThat(kernel.unfolded().row(1)).containsExactly(100, 101, 110, 111, 120, 121);
        assertThat(kernel.unfolded().swapped(2).row(2)).containsExactly(20, 21, 120, 121);
        assertThat(Kernel.of(kernel.unfolded(), 2)).usingRecursiveComparison().isEqualTo(kernel);
        assertThat(kernel.norm()).isCloseTo(Math.sqrt(74726), within(1e-12));
        assertThat(kernel.isMatrix()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNoNumbersAreRefused(float weight) {
        assertThatThrownBy(() -> new Kernel(1, 3, 1, new float[] {1, weight, 3}))
                .isInstanceOf(DataException.class)
                .hasMessage("weight 1 of a kernel of 1x3x1 is " + weight + ", wanted finite weights");
    }

    @Test
    void extentsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Kernel(2, 3, 1, new float[5]))
                .isInstanceOf(DataException.class)
                .hasMessage("a kernel of 2x3x1 weights has 5 values");
        assertThatThrownBy(() -> new Kernel(1 << 30, 1 << 30, 1 << 4, new float[0]))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new Kernel(0, 3, 1, new float[0]))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at least 1");
    }
}
