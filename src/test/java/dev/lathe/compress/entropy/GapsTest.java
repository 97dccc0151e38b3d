package dev.lathe.compress.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapsTest {
    /** Positions 0 to 999 of which about a tenth is kept. */
    private static List<Integer> kept() {
        PaperRandom random = new PaperRandom(11);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            if (random.next() < 0.1) {
                kept.add(i);
            }
        }
        return kept;
    }

    private static Gaps gaps(List<Integer> positions) {
        Gaps gaps = new Gaps();
        int last = -1;
        for (int position : positions) {
            gaps.add(position - last);
            last = position;
        }
        return gaps;
    }

    /** The codes in their order, fillers among them. */
    private static List<Integer> codes(List<Integer> positions, int width) {
        List<Integer> codes = new ArrayList<>();
        int last = -1;
        for (int position : positions) {
            for (int f = Gaps.fillers(position - last, width); f > 0; f--) {
                codes.add((1 << width) - 1);
            }
            codes.add(Gaps.code(position - last, width));
            last = position;
        }
        return codes;
    }

    @ParameterizedTest
    @CsvSource({"2, 287, 194, 407", "3, 173, 80, 412", "4, 118, 25, 437", "5, 95, 2, 433", "8, 93, 0, 429"})
    void wideAndNarrowIndicesCostWhatTheyDo(int width, long entries, long fillers, long huffmanBits) {
        assertThat(kept()).hasSize(93).startsWith(2, 39, 50, 60, 73, 82, 86, 94).endsWith(999);
        Gaps.Index index = gaps(kept()).index(width);
        assertThat(index.entries())
                .isEqualTo(entries)
                .isEqualTo(codes(kept(), width).size());
        assertThat(index.fillers()).isEqualTo(fillers);
        assertThat(HuffmanCode.of(index.codes()).bits(index.codes())).isEqualTo(huffmanBits);
    }

    @Test
    void longGapsAreBridgedByFillers() {
        assertThat(codes(kept(), 4)).startsWith(2, 15, 15, 4, 10, 9, 12, 8);
        assertThat(codes(kept(), 5)).startsWith(2, 31, 4, 10, 9, 12, 8, 3);
        assertThat(codes(kept(), 8)).startsWith(2, 36, 10, 9, 12, 8, 3, 7);
    }

    @Test
    void gapsBeyondTheWidestIndexAreCountedToo() {
        Gaps gaps = gaps(List.of(0, 65_536, 65_536 + 200_000, 265_537));
        assertThat(gaps.widest()).isEqualTo(16);
        Gaps.Index index = gaps.index(16);
        // 1, 65,536 and 1 fit; 200,000 = 3 * 65,536 + 3,392.
        assertThat(index.fillers()).isEqualTo(3);
        assertThat(index.entries()).isEqualTo(7);
        assertThat(index.codes()[0]).isEqualTo(2);
        assertThat(index.codes()[65_535]).isEqualTo(4);
        assertThat(index.codes()[3_391]).isEqualTo(1);
    }

    @Test
    void theWidestUsefulIndexHoldsTheLongestGap() {
        assertThat(gaps(List.of()).widest()).isEqualTo(1);
        assertThat(gaps(List.of(0, 1, 3)).widest()).isEqualTo(1);
        assertThat(gaps(List.of(0, 1, 4)).widest()).isEqualTo(2);
        assertThat(gaps(List.of(8)).widest()).isEqualTo(4);
        assertThat(gaps(List.of(7)).widest()).isEqualTo(3);
    }
}
