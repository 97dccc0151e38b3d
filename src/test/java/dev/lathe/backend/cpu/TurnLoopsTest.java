package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and columns that fill squares and that do not, with gaps in both matrices; nothing is written into the gaps. */
class TurnLoopsTest {
    private static final int FROM = 3;
    private static final int TO = 5;

    private final Random random = new Random(17);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 16, 17, 33, 49, 131})
    void rowsBecomeColumns(int rows) {
        for (int columns : new int[] {1, 2, 5, 16, 31, 40, 300}) {
            for (TurnLoops loops : List.of(MicroKernels.TURN, new ScalarTurnLoops())) {
                turns(loops, rows, columns);
            }
        }
    }

    private void turns(TurnLoops loops, int rows, int columns) {
        int xStep = columns + 2;
        int yStep = rows + 1;
        float[] x = RandomTensors.floats(random, FROM + rows * xStep).floats();
        float[] before =
                RandomTensors.floats(random, TO + (columns + 1) * yStep).floats();
        float[] y = before.clone();
        loops.turn(x, FROM, xStep, y, TO, yStep, rows, columns, new float[loops.spare()]);
        for (int at = 0; at < y.length; at++) {
            int row = Math.floorMod(at - TO, yStep);
            int column = Math.floorDiv(at - TO, yStep);
            boolean inside = row < rows && column >= 0 && column < columns;
            assertThat(y[at]).isEqualTo(inside ? x[FROM + row * xStep + column] : before[at]);
        }
    }
}
