package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.lowering.StridedBox.Axis;
import dev.lathe.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

class StridedBoxTest {
    /** [2, 3, 4, 5] as [2, 4, 3, 5]. */
    private static final StridedBox SWAPPED =
            StridedBox.of(DType.FLOAT32, new int[] {2, 4, 3, 5}, new int[] {60, 5, 20, 1}, new int[] {60, 15, 5, 1});

    @Test
    void neighboursThatAreOneAxisOnBothSidesAreJoined() {
        StridedBox rows = StridedBox.of(
                DType.FLOAT32, new int[] {2, 3, 1, 5}, new int[] {30, 10, 10, 1}, new int[] {15, 5, 5, 1});

        assertThat(rows.merged().axes()).containsExactly(new Axis(6, 10, 5), new Axis(5, 1, 1));
    }

    @Test
    void neighboursThatAreOneAxisOnOneSideStay() {
        assertThat(SWAPPED.merged().axes())
                .containsExactly(new Axis(2, 60, 60), new Axis(4, 5, 15), new Axis(3, 20, 5), new Axis(5, 1, 1));
    }

    @Test
    void repeatedAxesAreJoined() {
        StridedBox repeated =
                StridedBox.of(DType.FLOAT32, new int[] {2, 3, 4}, new int[] {0, 0, 1}, new int[] {12, 4, 1});

        assertThat(repeated.merged().axes()).containsExactly(new Axis(6, 0, 4), new Axis(4, 1, 1));
    }

    @Test
    void singleElementKeepsAnAxis() {
        StridedBox single = StridedBox.of(DType.INT8, new int[] {1, 1}, new int[] {7, 1}, new int[] {1, 1});

        assertThat(single.merged().axes()).containsExactly(new Axis(1, 1, 1));
    }

    @Test
    void runsOfBytesMoveAsTheLargestElementsThatDivideThem() {
        StridedBox bytes = StridedBox.of(DType.INT8, new int[] {3, 24}, new int[] {48, 1}, new int[] {24, 1});

        assertThat(bytes.widened()).isEqualTo(new StridedBox(8, List.of(new Axis(3, 6, 3), new Axis(3, 1, 1)), 0, 0));
        assertThat(bytes.startingAt(4, 8).widened())
                .isEqualTo(new StridedBox(4, List.of(new Axis(3, 12, 6), new Axis(6, 1, 1)), 1, 2));
        assertThat(bytes.startingAt(2, 0).widened()).isEqualTo(bytes.startingAt(2, 0));
    }

    @Test
    void oddRunsAndStepsStayAsTheyAre() {
        assertThat(StridedBox.row(DType.FLOAT32, 7).widened()).isEqualTo(StridedBox.row(DType.FLOAT32, 7));
        assertThat(SWAPPED.widened()).isEqualTo(SWAPPED);
        StridedBox backwards = StridedBox.of(DType.FLOAT32, new int[] {8}, new int[] {-1}, new int[] {1});
        assertThat(backwards.widened()).isEqualTo(backwards);
    }

    @Test
    void pairsOfFloatsMoveAsLongs() {
        assertThat(StridedBox.row(DType.FLOAT32, 8).startingAt(2, 4).widened())
                .isEqualTo(new StridedBox(8, List.of(new Axis(4, 1, 1)), 1, 2));
    }

    @Test
    void fieldsLieAsInTheKernel() {
        StridedBox box = new StridedBox(4, List.of(new Axis(2, 60, -15), new Axis(3, 0, 5)), 11, 12);

        assertThat(box.fields(7))
                .containsExactly(3, 0, 5, 11, 12, 7, 2, 1, 1, 1, 1, 1, 1, 60, 0, 0, 0, 0, 0, 0, -15, 0, 0, 0, 0, 0, 0);
        assertThat(box.rows()).isEqualTo(2);
        assertThat(box.row()).isEqualTo(3);
    }
}
