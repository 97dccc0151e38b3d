package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Grid;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacedTest {
    @Test
    void axesThatThereAreNotHaveOneGroupOfOneItem() {
        Placed placed = Placed.of(Grid.cover(1000, 128)).orElseThrow();
        assertThat(placed).isEqualTo(new Placed(0, new CudaCalls.Shape(List.of(8, 1, 1), List.of(128, 1, 1))));
        assertThat(placed.text("mov.u32 %r1, %ctaid.x;")).isEqualTo("mov.u32 %r1, %ctaid.x;");
    }

    @Test
    void manyRowsBecomeTheFirstAxis() {
        Placed placed =
                Placed.of(new Grid(List.of(256L, 70_001L), List.of(128, 1))).orElseThrow();
        assertThat(placed).isEqualTo(new Placed(1, new CudaCalls.Shape(List.of(70_001, 2, 1), List.of(1, 128, 1))));
        assertThat(placed.text("%ctaid.x %ctaid.y %tid.z %ntid.y %nctaid.x %r2"))
                .isEqualTo("%ctaid.y %ctaid.x %tid.z %ntid.x %nctaid.y %r2");
    }

    @Test
    void aDeepGroupBecomesAWideOne() {
        assertThat(Placed.of(new Grid(List.of(1L, 1L, 256L), List.of(1, 1, 128))))
                .contains(new Placed(2, new CudaCalls.Shape(List.of(2, 1, 1), List.of(128, 1, 1))));
    }

    @Test
    void sixtyFiveThousandGroupsFitAsTheyAre() {
        assertThat(Placed.of(new Grid(List.of(2L, 65_535L), List.of(1, 1)))
                        .orElseThrow()
                        .swapped())
                .isZero();
        assertThat(Placed.of(new Grid(List.of(2L, 65_536L), List.of(1, 1)))
                        .orElseThrow()
                        .swapped())
                .isOne();
    }

    @Test
    void twoLongAxesHaveNoPlace() {
        assertThat(Placed.of(new Grid(List.of(65_536L, 65_536L), List.of(1, 1))))
                .isEmpty();
    }
}
