package dev.lathe.backend.gpu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
    @Test
    void longRowsFillAGroup() {
        assertThat(Grid.box(128, 1000, 3)).isEqualTo(new Grid(List.of(1024L, 3L), List.of(128, 1)));
    }

    @Test
    void shortRowsShareAGroup() {
        assertThat(Grid.box(128, 7, 9, 5)).isEqualTo(new Grid(List.of(8L, 16L, 5L), List.of(8, 16, 1)));
    }

    @Test
    void nothingIsLargerThanItNeedsToBe() {
        assertThat(Grid.box(128, 1, 3)).isEqualTo(new Grid(List.of(1L, 4L), List.of(1, 4)));
    }
}
