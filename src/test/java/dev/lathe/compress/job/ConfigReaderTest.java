package dev.lathe.compress.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.LowRankPlan;
import dev.lathe.compress.PrunePlan;
import dev.lathe.compress.RankRule;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.RankRule.Measure;
import dev.lathe.compress.Selection;
import dev.lathe.compress.SharePlan;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.compress.prune.PruneRule;
import dev.lathe.container.Coder;
import dev.lathe.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @TempDir
    private Path folder;

    private ConfigReader reader(String yaml) throws IOException {
        return ConfigReader.of(Files.writeString(folder.resolve("plan.yaml"), yaml));
    }

    private CompressionPlan plan(String yaml) throws IOException {
        return Plans.of(reader(yaml).config());
    }

    @Test
    void everyFieldHasItsPlace() throws IOException {
        CompressionConfig config = reader(
                        """
                        low-rank:
                          table: {conv1: {outputs: 26}, conv2: {inputs: 25, outputs: 59}}
                          multiple: 8
                          minimum: 4
                          data-aware: true
                          sweeps: 20
                          tolerance: 1e-6
                          include: [conv*]
                          exclude: [conv9]
                          protect: [first, last]
                        prune:
                          rule: sensitivity:0.01
                          densities: [0.2, 0.5]
                          remove-neurons: false
                          exclude: [fc8]
                        share:
                          bits: {conv: 6, fc: 4}
                          layers: {"fc*": 3}
                          initialisation: optimal
                          seed: 7
                        coder: adaptive
                        """)
                .config();
        Selection convolutions = new Selection(List.of("conv*"), List.of("conv9"), true, true);
        assertThat(Plans.of(config))
                .isEqualTo(new CompressionPlan(
                        new LowRankPlan(
                                new RankRule.Table(Map.of("conv1", new Kept(null, 26), "conv2", new Kept(25, 59))),
                                8,
                                4,
                                true,
                                20,
                                1e-6,
                                convolutions),
                        new PrunePlan(
                                new PrunePlan.Scanned(.01, List.of(.2, .5)),
                                false,
                                new Selection(List.of(), List.of("fc8"), false, false)),
                        new SharePlan(6, 4, 0, Map.of("fc*", 3), Initialisation.OPTIMAL, 7, Selection.ALL)));
        assertThat(Plans.coder(config)).isEqualTo(Coder.ADAPTIVE);
    }

    @Test
    void anEmptySectionHasDefaultsAndAnAbsentOneIsLeftOut() throws IOException {
        assertThat(plan("low-rank:\nshare:\n"))
                .isEqualTo(new CompressionPlan(
                        new LowRankPlan(new RankRule.Vbmf(false), 1, 1, false, 100, 1e-4, Selection.ALL),
                        null,
                        new SharePlan(8, 5, 0, Map.of(), Initialisation.LINEAR, 1, Selection.ALL)));
        assertThat(plan("")).isEqualTo(CompressionPlan.NOTHING);
        assertThat(Plans.coder(reader("").config())).isEqualTo(Coder.HUFFMAN);
    }

    @Test
    void whatIsSetWinsOverTheFile() throws IOException {
        ConfigReader reader = reader("low-rank: {ranks: vbmf, multiple: 8}\n");
        reader.set("low-rank", "ranks", "macs:2")
                .set("low-rank", "minimum", null)
                .set("share", "bits", Map.of("conv", 3));
        reader.select(List.of("a"), null, List.of("last"));
        CompressionPlan plan = Plans.of(reader.config());
        Selection selection = new Selection(List.of("a"), List.of(), false, true);
        assertThat(plan.lowRank())
                .isEqualTo(new LowRankPlan(new RankRule.Target(Measure.MACS, 2), 8, 1, false, 100, 1e-4, selection));
        assertThat(plan.share()).isEqualTo(new SharePlan(3, 5, 0, Map.of(), Initialisation.LINEAR, 1, selection));
        assertThat(plan.prune()).isNull();
    }

    @Test
    void rulesAreNamesWithNumbers() {
        assertThat(Rules.ranks("vbmf-reference")).isEqualTo(new RankRule.Vbmf(true));
        assertThat(Rules.ranks("weakened:0.7")).isEqualTo(new RankRule.Weakened(.7));
        assertThat(Rules.ranks("energy:0.9")).isEqualTo(new RankRule.Energy(.9));
        assertThat(Rules.ranks("rate:3")).isEqualTo(new RankRule.Rate(3));
        assertThat(Rules.ranks("parameters:4")).isEqualTo(new RankRule.Target(Measure.PARAMETERS, 4));
        assertThat(Rules.ranks("latency:1.5")).isEqualTo(new RankRule.Target(Measure.LATENCY, 1.5));
        assertThat(pruning("std:1.5")).isEqualTo(new PruneRule.StandardDeviations(1.5));
        assertThat(pruning("density:0.1")).isEqualTo(new PruneRule.Density(.1));
        assertThat(pruning("global:0.1")).isEqualTo(new PruneRule.Global(.1));
        assertThat(pruning("2:4")).isEqualTo(new PruneRule.NofM(2, 4));
    }

    private static PruneRule pruning(String text) {
        return ((PrunePlan.Fixed) Rules.pruning(text, List.of())).rule();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "vbfm", "vbmf:2", "energy", "energy:", "energy:x", "energy:1.5", "macs:0.5", "macs:NaN"})
    void rulesForRanksThatAreNone(String text) {
        assertThatThrownBy(() -> Rules.ranks(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "std", "density:2", "4:2", "0:4", "2:4000", "99999999999:4", "sensitivity:-1"})
    void rulesForPruningThatAreNone(String text) {
        assertThatThrownBy(() -> Rules.pruning(text, List.of())).isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "low-rank: {rank: vbmf} | low-rank.rank is no field; there are",
                "lowrank: {} | lowrank is no field",
                "low-rank: {multiple: many} | low-rank.multiple is not what was wanted",
                "low-rank: 3 | low-rank is not what was wanted",
                "low-rank: {multiple: 0} | low-rank.multiple is 0, wanted at least 1",
                "low-rank: {tolerance: -1} | low-rank.tolerance is -1.0",
                "low-rank: {ranks: vbmf, table: {a: {outputs: 1}}} | both ranks and a table",
                "low-rank: {protect: [middle]} | low-rank.protect is [middle]",
                "prune: {} | prune.rule is missing",
                "share: {bits: {dense: 4}} | share.bits has [dense]",
                "share: {bits: {conv: 13}} | share.bits.conv is 13, wanted 1 to 12",
                "share: {initialisation: best} | share.initialisation is 'best', wanted one of [linear, density, forgy, optimal]",
                "[1, 2] | wanted sections",
                "low-rank: [ | line 1",
            })
    void whatMakesNoSenseIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> plan(yaml)).isInstanceOf(InputException.class).hasMessageContaining(message.strip());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> ConfigReader.of(missing))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": does not exist");
    }
}
