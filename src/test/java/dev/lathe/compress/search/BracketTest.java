package dev.lathe.compress.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BracketTest {
    /** Rungs that are tried when all up to {@code border} are good. */
    private static List<Integer> tried(double[] costs, int border, double tolerance) {
        List<Integer> tried = new ArrayList<>();
        Bracket bracket = Bracket.open(costs.length);
        for (OptionalInt next = bracket.next(costs, tolerance);
                next.isPresent();
                next = bracket.next(costs, tolerance)) {
            tried.add(next.getAsInt());
            bracket = bracket.and(next.getAsInt(), next.getAsInt() <= border);
        }
        return tried;
    }

    @Test
    void findsTheBorderWhereverItIs() {
        double[] costs =
                IntStream.range(0, 37).mapToDouble(i -> 1000 * Math.pow(0.9, i)).toArray();
        for (int border = 0; border < costs.length; border++) {
            int last = border;
            List<Integer> tried = tried(costs, border, 0);
            assertThat(tried).contains(border).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(8);
            if (border < costs.length - 1) {
                assertThat(tried).as("what does not hold behind %d", last).contains(border + 1);
            }
        }
    }

    @Test
    void endsWhenCostsAreAsGoodAsEqual() {
        double[] costs = {100, 99.5, 99, 98.5, 50};
        assertThat(tried(costs, 3, 0.02)).containsExactly(0, 3, 4);
        assertThat(tried(costs, 4, 0.02)).containsExactly(0, 3, 4);
        assertThat(tried(new double[] {100, 99.5, 99}, 0, 0.02)).containsExactly(0);
    }

    @Test
    void nothingIsTriedBehindAFirstRungThatFails() {
        assertThat(tried(new double[] {100, 50, 20}, -1, 0.02)).containsExactly(0);
    }
}
