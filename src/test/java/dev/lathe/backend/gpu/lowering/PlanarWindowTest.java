package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.Geometry;
import org.junit.jupiter.api.Test;

class PlanarWindowTest {
    @Test
    void takesWhatMeetsTheInputEverywhere() {
        assertThat(PlanarWindow.takes(line(7, 3, 1, 1, 1, 7))).isTrue();
    }

    @Test
    void leavesWindowsInThePadding() {
        assertThat(PlanarWindow.takes(line(7, 3, 1, 1, 3, 11))).isFalse();
        // the last one begins at 7
        assertThat(PlanarWindow.takes(line(7, 3, 1, 1, 1, 9))).isFalse();
    }

    @Test
    void leavesGaps() {
        assertThat(PlanarWindow.takes(line(7, 3, 1, 2, 1, 5))).isFalse();
    }

    @Test
    void leavesWindowsOfMoreThan64Taps() {
        assertThat(PlanarWindow.takes(line(100, 64, 1, 1, 0, 37))).isTrue();
        assertThat(PlanarWindow.takes(line(100, 65, 1, 1, 0, 36))).isFalse();
    }

    @Test
    void aLineIsAPlaneOfOneRow() {
        PlanarWindow window = PlanarWindow.of(line(7, 3, 2, 1, 1, 4));
        assertThat(window.fields(5)).containsExactly(5, 1, 7, 1, 4, 0, 1);
        assertThat(window.fields(5, true)).containsExactly(5, 1, 7, 1, 4, 0, 1, 0, 0, 1, 1);
        assertThat(window.fields(5, false)).containsExactly(5, 1, 7, 1, 4, 0, 1, 0, 0, 0, 0);
    }

    private static Geometry line(int in, int kernel, int stride, int dilation, int pad, int out) {
        return new Geometry(of(in), of(kernel), of(stride), of(dilation), of(pad), of(pad), of(out));
    }

    private static int[] of(int value) {
        return new int[] {value};
    }
}
