package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that fill fours and that do not, with gaps in both matrices; nothing is written into the gaps. */
class TurnedCopyTest {
    private static final int FROM = 3;
    private static final int TO = 5;

    private final Random random = new Random(17);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 33})
    void rowsBecomeColumns(int rows) {
        for (int columns : new int[] {1, 2, 5, 40}) {
            int xStep = columns + 2;
            int yStep = rows + 1;
            float[] x = RandomTensors.floats(random, FROM + rows * xStep).floats();
            float[] before =
                    RandomTensors.floats(random, TO + (columns + 1) * yStep).floats();
            float[] y = before.clone();
            TurnedCopy.turn(x, FROM, xStep, y, TO, yStep, rows, columns);
            for (int at = 0; at < y.length; at++) {
                int row = Math.floorMod(at - TO, yStep);
                int column = Math.floorDiv(at - TO, yStep);
                boolean inside = row < rows && column >= 0 && column < columns;
                assertThat(y[at]).isEqualTo(inside ? x[FROM + row * xStep + column] : before[at]);
            }
        }
    }
}
