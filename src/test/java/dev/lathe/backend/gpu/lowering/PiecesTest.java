package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void itemOfGpuTakesOneElement() {
        Pieces pieces = Pieces.of(3, 50, Devices.GPU);

        assertThat(pieces.length()).isEqualTo(1);
        assertThat(pieces.items()).isEqualTo(150);
        assertThat(pieces.grid().items()).isEqualTo(List.of(256L));
    }

    @Test
    void itemOfCpuTakesAStretchAndGroupsAreMany() {
        Pieces pieces = Pieces.of(40, 2049, Devices.CPU);

        assertThat(pieces.length()).isEqualTo(1024);
        assertThat(pieces.items()).isEqualTo(40 * 3);
        // 120 items over 4 groups for each of 4 cores
        assertThat(pieces.grid().group()).isEqualTo(List.of(4));
        assertThat(pieces.grid().items()).isEqualTo(List.of(120L));
    }

    @Test
    void singleRowIsAnItem() {
        Pieces pieces = Pieces.of(1, 13, Devices.CPU);

        assertThat(pieces.items()).isEqualTo(1);
        assertThat(pieces.grid().items()).isEqualTo(List.of(1L));
    }
}
