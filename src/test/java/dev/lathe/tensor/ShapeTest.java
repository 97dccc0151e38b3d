package dev.lathe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lathe.error.LimitException;
import org.junit.jupiter.api.Test;

/** How large a shape may be. */
class ShapeTest {
    @Test
    void hasNoMoreElementsThanInnerLoopsReach() {
        assertThat(Shape.of(Shape.MOST).size()).isEqualTo(Shape.MOST);
        assertThatExceptionOfType(LimitException.class).isThrownBy(() -> Shape.of(Shape.MOST + 1));
        assertThatExceptionOfType(LimitException.class).isThrownBy(() -> Shape.of(1 << 16, 1 << 15));
    }
}
