package dev.lathe.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuningTableTest {
    private static final String PROBLEM = "n1 g1 c64 k64 1x3x3 s1x1x1 d1x1x1 o1x56x56";
    private static final String HEADER = "scope\tproblem\tFILTERS\tVECTORS\tBAND\n";

    private final List<String> complaints = new ArrayList<>();

    private TuningTable parse(String text) {
        return TuningTable.parse(TunedKernel.CONV_STRIPS, text, "some.tsv", complaints::add);
    }

    @Test
    void aTableIsWrittenSortedAndReadAgain() {
        TuningTable table = parse("# by hand\n\n" + HEADER + "device:b c\t*\t8\t3\t0\narchitecture:a\t" + PROBLEM
                + "\t12\t2\t1\ndefault\t*\t4\t4\t7\n");
        assertThat(complaints).isEmpty();
        assertThat(table.rows())
                .hasSize(3)
                .containsEntry(
                        new TuningTable.Key("architecture:a", PROBLEM), Map.of("FILTERS", 12, "VECTORS", 2, "BAND", 1));
        String text = table.text("a comment");
        assertThat(text)
                .isEqualTo("# a comment\n" + HEADER + "architecture:a\t" + PROBLEM
                        + "\t12\t2\t1\ndefault\t*\t4\t4\t7\ndevice:b c\t*\t8\t3\t0\n");
        assertThat(parse(text)).isEqualTo(table);
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default\t*\t8\t3",
                "default\t*\t8\t3\t0\t0",
                "everything\t*\t8\t3\t0",
                "device:\t*\t8\t3\t0",
                "vendor:x\t*\t8\t3\t0",
                "default\tlarge ones\t8\t3\t0",
                "default\tn01 g1 c64 k64 1x3x3 s1x1x1 d1x1x1 o1x56x56\t8\t3\t0",
                "default\t*\tmany\t3\t0",
                "default\t*\t-8\t3\t0",
                "default\t*\t8888888888\t3\t0",
                "default\t*\t8\t3\t",
                "\u0000\u0001"
            })
    void aDamagedLineIsNamedAndLeftOut(String line) {
        TuningTable table = parse(HEADER + line + "\ndevice:x\t*\t8\t3\t0\n");
        assertThat(table.rows()).containsOnlyKeys(new TuningTable.Key("device:x", "*"));
        assertThat(complaints).hasSize(1).allMatch(sentence -> sentence.startsWith("some.tsv:2: "));
    }

    @Test
    void theFirstOfTwoRowsForTheSameHolds() {
        TuningTable table = parse(HEADER + "default\t*\t8\t3\t0\ndefault\t*\t6\t4\t0\n");
        assertThat(table.rows().values()).containsExactly(Map.of("FILTERS", 8, "VECTORS", 3, "BAND", 0));
        assertThat(complaints)
                .containsExactly("some.tsv:3: a second row of this scope and problem; the line is ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "scope\tproblem\tTILE_OUT\ndefault\t*\t4\n", "default\t*\t8\t3\t0\n"})
    void aFileWithoutTheHeaderIsLeftOut(String text) {
        assertThat(parse(text).rows()).isEmpty();
        assertThat(complaints).hasSize(1).allMatch(sentence -> sentence.contains("the file is ignored"));
    }

    @Test
    void aProblemIsReadAsItIsWritten() {
        Problem problem =
                new Problem(2, 3, 5, 7, List.of(1, 3, 4), List.of(1, 2, 2), List.of(1, 1, 3), List.of(1, 11, 13));
        assertThat(problem).hasToString("n2 g3 c5 k7 1x3x4 s1x2x2 d1x1x3 o1x11x13");
        assertThat(Problem.parse(problem.toString())).contains(problem);
        assertThat(Problem.parse("n2 g3 c5 k7 1x3x4 s1x2x2 d1x1x3 o1x11")).isEmpty();
    }

    @Test
    void scopesAreOnOneLine() {
        Scopes scopes = new Scopes(" GPU\tof\nmine ", "sm_90", "A & B", "gpu");
        assertThat(scopes.all())
                .containsExactly("device:GPU of mine", "architecture:sm_90", "vendor:A & B/gpu", "default")
                .allMatch(Scopes::isScope);
    }
}
