package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoistingTest {
    private static final Grid GRID = Grid.cover(1, 1);
    private static final Launch PACK = Launch.of("pack", GRID).operands(1).writes(0);
    private static final Launch SUM =
            Launch.of("sum", GRID).operands(0).reads(0).result(0);

    private static Hoisting of(int scratch, Launch... launches) {
        return Hoisting.of(new Lowered.Launches(Collections.nCopies(scratch, 4L), List.of(launches)), i -> i == 1);
    }

    @Test
    void whatPacksAConstantRunsOnce() {
        Hoisting hoisting = of(1, PACK, SUM);
        assertThat(hoisting.once()).containsExactly(PACK);
        assertThat(hoisting.always()).containsExactly(SUM);
        assertThat(hoisting.kept()).containsExactly(0);
    }

    @Test
    void soDoesWhatComesAfterIt() {
        Launch transform = Launch.of("transform", GRID).reads(0).writes(1);
        Launch sum = Launch.of("sum", GRID).operands(0).reads(1).result(0);
        Hoisting hoisting = of(2, PACK, transform, sum);
        assertThat(hoisting.once()).containsExactly(PACK, transform);
        assertThat(hoisting.kept()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void aBufferThatDataIsWrittenToAsWellIsNotKept() {
        Launch data = Launch.of("data", GRID).operands(0).writes(0);
        Hoisting hoisting = of(1, PACK, data, SUM);
        assertThat(hoisting.once()).isEmpty();
        assertThat(hoisting.always()).containsExactly(PACK, data, SUM);
        assertThat(hoisting.kept()).isEmpty();
    }

    @Test
    void resultsAreWrittenInEveryRun() {
        Launch copy = Launch.of("copy", GRID).operands(1).result(0);
        assertThat(of(0, copy).always()).containsExactly(copy);
    }
}
