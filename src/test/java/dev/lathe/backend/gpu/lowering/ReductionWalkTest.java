package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.lowering.ReductionWalk.Axis;
import dev.lathe.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReductionWalkTest {
    @Test
    void neighboursOfOneKindAreJoined() {
        ReductionWalk walk = ReductionWalk.of(Shape.of(2, 3, 7, 5), new boolean[] {false, false, true, true});
        assertThat(walk).isEqualTo(new ReductionWalk(List.of(new Axis(6, 35)), List.of(new Axis(35, 1))));
        assertThat(walk.results()).isEqualTo(6);
        assertThat(walk.run()).isEqualTo(35);
    }

    @Test
    void axesOfOneElementBelongToEitherKind() {
        ReductionWalk walk = ReductionWalk.of(Shape.of(4, 1, 6), new boolean[] {true, false, true});
        assertThat(walk).isEqualTo(new ReductionWalk(List.of(new Axis(1, 1)), List.of(new Axis(24, 1))));
    }

    @Test
    void nothingIsReducedByItself() {
        ReductionWalk walk = ReductionWalk.of(Shape.of(4, 6), new boolean[] {false, false});
        assertThat(walk).isEqualTo(new ReductionWalk(List.of(new Axis(24, 1)), List.of(new Axis(1, 1))));
    }

    @Test
    void alternatingAxesStaySeparate() {
        ReductionWalk walk = ReductionWalk.of(Shape.of(2, 3, 4, 5), new boolean[] {true, false, true, false});
        assertThat(walk)
                .isEqualTo(new ReductionWalk(
                        List.of(new Axis(3, 20), new Axis(5, 1)), List.of(new Axis(2, 60), new Axis(4, 5))));
        assertThat(walk.run()).isEqualTo(1);
        assertThat(walk.fields()).containsExactly(15, 2, 4, 5, 3, 5, 1, 1, 20, 1, 0, 0, 2, 1, 1, 1, 60, 0, 0, 0);
    }

    @Test
    void fiveSeparateKeptAxesAreTooMany() {
        Shape x = Shape.of(2, 2, 2, 2, 2, 2, 2, 2, 2);
        boolean[] even = {true, false, true, false, true, false, true, false, true};
        boolean[] odd = {false, true, false, true, false, true, false, true, false};
        assertThat(ReductionWalk.of(x, even).fits()).isTrue();
        assertThat(ReductionWalk.of(x, odd).fits()).isFalse();
    }
}
