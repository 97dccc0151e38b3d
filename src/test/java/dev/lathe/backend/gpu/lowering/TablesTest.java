package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.Resampling;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables that kernels look up, worked out by hand. */
class TablesTest {
    private static final int[] SAME_2 = {0, 1};
    private static final int[] SAME_3 = {0, 1, 2};

    @Test
    void mappedAxesThatStayAreJoinedAndHaveNoTable() {
        MappedBox box = MappedBox.of(Shape.of(2, 3, 5), List.of(SAME_2, SAME_3, new int[] {-1, 4, 0}));

        assertThat(box.table().ints()).containsExactly(-1, 4, 0);
        assertThat(box.fields(9))
                .containsExactly(3, 0, 9, 6, 1, 1, 1, 1, 1, 1, 5, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void mappedPlacesAreOffsetsAndTablesLieInTurn() {
        MappedBox box = MappedBox.of(Shape.of(2, 3), List.of(new int[] {1, 1}, new int[] {-1, 2}));

        assertThat(box.table().ints()).containsExactly(3, 3, -1, 2);
        int[] fields = box.fields(1);
        assertThat(fields[17]).as("table of the rows").isZero();
        assertThat(fields[1]).as("table of a row").isEqualTo(2);
    }

    @Test
    void scalarIsMappedToItself() {
        assertThat(Arrays.copyOf(MappedBox.of(Shape.SCALAR, List.of()).fields(1), 3))
                .containsExactly(1, -1, 1);
    }

    @Test
    void weightsAreTwoFloatsWhoseSumIsNearlyExact() {
        double third = 1 / 3.0;
        Resampling halves = new Resampling(new int[] {0, 1}, new double[][] {{0.5, 0.5}, {third}});
        Resampling same = new Resampling(new int[] {0, 1, 2}, new double[][] {{1}, {1}, {1}});
        WeightedBox box = WeightedBox.of(Shape.of(3, 2), List.of(same, halves));

        assertThat(box.places().ints()).containsExactly(0, 1, 2, 1, 3, 1);
        float[] weights = box.weights().floats();
        assertThat(Arrays.copyOf(weights, 7)).containsExactly(1, 0, 0.5f, 0, 0.5f, 0, (float) third);
        assertThat(Math.abs((double) weights[6] + weights[7] - third)).isLessThan(1e-15);
        assertThat(box.fields(5)).containsExactly(1, 1, 3, 2, 0, 0, 2, 1, -1, -1, -1, 0, 5);
    }

    @Test
    void matricesThatAreSharedBeginAtTheSamePlace() {
        MatrixPlaces places = new MatrixPlaces(Shape.of(2, 3))
                .add(Shape.of(2, 1, 4, 5))
                .add(Shape.of(3, 5, 7))
                .add(Shape.SCALAR);

        assertThat(places.table().ints()).containsExactly(0, 0, 0, 0, 35, 0, 0, 70, 0, 20, 0, 0, 20, 35, 0, 20, 70, 0);
    }

    @Test
    void scalesBelongToTensorsAxesAndBlocks() {
        Shape x = Shape.of(3, 5, 7);

        assertThat(ScaleBlocks.of(x, Shape.of(1), 1, 0).fields()).containsExactly(1, 1, 0, 0, 0, 0);
        assertThat(ScaleBlocks.of(x, Shape.of(5), -2, 0).fields()).containsExactly(7, 5, 1, 0, 1, 0);
        assertThat(ScaleBlocks.of(x, Shape.of(3, 3, 7), 1, 2).fields()).containsExactly(7, 5, 2, 21, 7, 1);
    }
}
