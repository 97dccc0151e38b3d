package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastingTest {
    @Test
    void equalShapesAreOneRow() {
        Shape shape = Shape.of(2, 3, 5);
        assertThat(Broadcasting.of(shape, shape, shape))
                .isEqualTo(new Broadcasting(List.of(30), List.of(List.of(1), List.of(1))));
    }

    @Test
    void aScalarStaysWhereItIs() {
        assertThat(Broadcasting.of(Shape.of(4, 7), Shape.of(4, 7), Shape.SCALAR))
                .isEqualTo(new Broadcasting(List.of(28), List.of(List.of(1), List.of(0))));
    }

    @Test
    void twoScalarsHaveOneAxisOfOneElement() {
        assertThat(Broadcasting.of(Shape.SCALAR, Shape.SCALAR, Shape.of()))
                .isEqualTo(new Broadcasting(List.of(1), List.of(List.of(0), List.of(0))));
    }

    @Test
    void aChannelMakesThreeAxes() {
        Broadcasting axes = Broadcasting.of(Shape.of(2, 3, 7, 5), Shape.of(2, 3, 7, 5), Shape.of(3, 1, 1));
        assertThat(axes).isEqualTo(new Broadcasting(List.of(2, 3, 35), List.of(List.of(105, 35, 1), List.of(0, 1, 0))));
        assertThat(axes.columns()).isEqualTo(35);
        assertThat(axes.rows()).isEqualTo(6);
    }

    @Test
    void axesOfOneElementVanish() {
        assertThat(Broadcasting.of(Shape.of(1, 4, 1, 6), Shape.of(4, 1, 1), Shape.of(1, 1, 1, 6)))
                .isEqualTo(new Broadcasting(List.of(4, 6), List.of(List.of(1, 0), List.of(0, 1))));
    }

    @Test
    void fieldsAreExtentsAndThenTheStepsOfEachOperand() {
        int[] fields = Broadcasting.of(Shape.of(4, 3, 6), Shape.of(4, 1, 6), Shape.of(3, 1))
                .fields();
        assertThat(fields).hasSize(34);
        assertThat(fields).startsWith(6, 12, 4, 3, 1);
        assertThat(fields[10]).isEqualTo(6);
        assertThat(fields[11]).isZero();
        assertThat(fields[18]).isZero();
        assertThat(fields[19]).isEqualTo(1);
    }

    @Test
    void tenSeparateAxesAreTooMany() {
        Shape a = Shape.of(2, 1, 2, 1, 2, 1, 2, 1, 2, 1);
        Shape b = Shape.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2);
        assertThat(Broadcasting.of(Shape.broadcast(a, b), a, b).fits()).isFalse();
        Shape c = a.slice(1, 10);
        Shape d = b.slice(1, 10);
        assertThat(Broadcasting.of(Shape.broadcast(c, d), c, d).fits()).isTrue();
    }
}
