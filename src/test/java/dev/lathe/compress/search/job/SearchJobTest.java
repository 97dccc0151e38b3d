package dev.lathe.compress.search.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.Shared;
import dev.lathe.compress.CompressListener;
import dev.lathe.compress.Selection;
import dev.lathe.compress.search.Setting;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.job.SearchOptions.Goal;
import dev.lathe.compress.search.job.SearchOptions.Terms;
import dev.lathe.container.Coder;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.error.InputException;
import dev.lathe.train.job.Augmenting;
import dev.lathe.train.job.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchJobTest {
    private static final double DROP = 0.05;

    @TempDir
    private static Path once;

    @TempDir
    private Path folder;

    private static DatasetSpec data;
    private static Path model;

    @BeforeAll
    static void trainANetwork() throws IOException {
        data = Stripes.data(once);
        model = once.resolve("stripes.onnx");
        Stripes.train(data, model);
    }

    private static Terms terms(Goal goal, int epochs, Selection selection) {
        List<Augmenting> harder = List.of(Augmenting.parse("cutout:3"));
        return new Terms(goal, Stripes.images(data), harder, epochs, 0.003, Coder.HUFFMAN, selection, Map.of());
    }

    private SearchOptions options(String output, @Nullable Path work) {
        return new SearchOptions(model, folder.resolve(output), DROP, 3, work, terms(Goal.BYTES, 2, Selection.ALL));
    }

    private static SearchReport run(SearchOptions options, CompressListener listener) {
        try (Engine engine = Stripes.engine()) {
            return SearchJob.run(engine, options, listener);
        }
    }

    private static SearchReport run(SearchOptions options) {
        return run(options, CompressListener.NONE);
    }

    /** Ends a search as if the process had died. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static CompressListener cutting(int after) {
        int[] heard = {0};
        return (_, _, _) -> {
            if (heard[0]++ == after) {
                throw new Cut();
            }
        };
    }

    @Test
    void theBestIsSmallWithinTheBudgetAndWhatTheFileHolds() throws IOException {
        SearchOptions options = options("small.lathe", null);
        SearchReport report = run(options);
        Trial best = report.trials().get(report.best());
        assertThat(report.compressed().drop()).isLessThanOrEqualTo(DROP + 1e-9);
        assertThat(report.compressed().bytes())
                .isEqualTo(best.bytes())
                .isEqualTo(Files.size(options.output()))
                .isLessThan(report.original().bytes() / 4);
        assertThat(report.trials().getFirst().score().agreement()).isEqualTo(1);
        assertThat(report.front()).contains(report.best()).doesNotHaveDuplicates();
        assertThat(report.trials()).anyMatch(Trial::tuned).anyMatch(trial -> !trial.tuned());
        assertThat(report.layers()).extracting(SearchReport.Layer::name).containsExactly("conv1", "conv2", "fc");
        assertThat(folder.resolve("small.lathe.work")).doesNotExist();
        try (Engine engine = Stripes.engine()) {
            Pictures pictures = Pictures.of(Model.load(model), options.terms());
            Judge judge = Judge.of(engine, pictures, Model.load(model).graph());
            assertThat(judge.score(Model.load(options.output()).graph())).isEqualTo(best.score());
        }
    }

    @Test
    void aSearchThatWasCutGoesOnToTheSameFile() throws IOException {
        int[] calls = {0};
        SearchReport whole = run(options("whole.lathe", null), (_, _, _) -> calls[0]++);
        Path work = folder.resolve("kept");
        SearchOptions options = options("cut.lathe", work);
        int cuts = 7;
        for (int i = 0; i < cuts; i++) {
            int after = calls[0] / cuts;
            assertThatThrownBy(() -> run(options, cutting(after))).isInstanceOf(Cut.class);
            assertThat(options.output()).doesNotExist();
        }
        SearchReport resumed = run(options);
        assertThat(Files.readAllBytes(options.output())).isEqualTo(Files.readAllBytes(folder.resolve("whole.lathe")));
        assertThat(resumed.trials()).isEqualTo(whole.trials());
        assertThat(resumed.sensitivities()).isEqualTo(whole.sensitivities());
        int[] again = {0};
        assertThat(run(options, (_, _, _) -> again[0]++).trials()).isEqualTo(whole.trials());
        assertThat(again[0]).as("nothing is trained twice").isLessThan(calls[0] / 2);
    }

    @Test
    void otherTermsDoNotTakeUpWhatWasKept() throws IOException {
        Path work = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(work.resolve("notes.txt"), "of somebody else");
        SearchOptions untrained =
                new SearchOptions(model, folder.resolve("a.onnx"), 0.02, 0, work, terms(Goal.BYTES, 0, Selection.ALL));
        SearchReport first = run(untrained);
        assertThat(first.trials()).noneMatch(Trial::tuned);
        assertThat(Model.load(untrained.output()).graph().nodes()).isNotEmpty();
        long kept = count(work);
        Selection one = new Selection(List.of("conv*"), List.of(), true, false);
        SearchOptions other =
                new SearchOptions(model, folder.resolve("b.lathe"), 0.02, 0, work, terms(Goal.BYTES, 0, one));
        SearchReport second = run(other);
        assertThat(second.sensitivities()).hasSize(1);
        assertThat(second.trials())
                .allMatch(trial -> trial.settings().keySet().stream().allMatch("conv2"::equals));
        assertThat(count(work)).isGreaterThan(kept);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void latencyNeedsNoSharedValues() {
        SearchOptions options = new SearchOptions(
                model, folder.resolve("fast.lathe"), DROP, 1, null, terms(Goal.LATENCY, 1, Selection.ALL));
        SearchReport report = run(options);
        assertThat(report.trials())
                .allMatch(trial -> trial.cost() > 0)
                .allMatch(trial ->
                        trial.settings().values().stream().allMatch(setting -> setting.bits() == Setting.EXACT));
        assertThat(report.compressed().drop()).isLessThanOrEqualTo(DROP + 1e-9);
    }

    @Test
    void aBudgetThatNothingMeetsLeavesTheOriginal() {
        // a network that is asked to be better than the original on half of all images
        SearchOptions options =
                new SearchOptions(model, folder.resolve("same.lathe"), 0, 0, null, terms(Goal.BYTES, 0, Selection.ALL));
        SearchReport report = run(options);
        assertThat(report.compressed().drop()).isLessThanOrEqualTo(0);
        assertThat(report.compressed().bytes())
                .isLessThanOrEqualTo(report.original().bytes());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Terms usual = terms(Goal.BYTES, 1, Selection.ALL);
        Path output = folder.resolve("small.lathe");
        assertThatThrownBy(() -> run(new SearchOptions(model, output, 1.5, 1, null, usual)))
                .isInstanceOf(InputException.class)
                .hasMessage("top-1 may drop by 0 to 1, not 1.5");
        assertThatThrownBy(() -> run(new SearchOptions(model, output, 0.1, -1, null, usual)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("trains 0 or more networks for 0 or more epochs at a rate above 0, got -1, 1");
        assertThatThrownBy(() -> run(new SearchOptions(model, folder.resolve("small.zip"), 0.1, 1, null, usual)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("wanted a name that ends in .onnx or .lathe");
        Terms nobody = terms(Goal.BYTES, 1, new Selection(List.of("dense"), List.of(), false, false));
        assertThatThrownBy(() -> run(new SearchOptions(model, output, 0.1, 1, null, nobody)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no layer is called 'dense'; there are [conv1, conv2, fc]");
        assertThat(output).doesNotExist();
    }

    @Test
    void aRealNetworkGetsSixTimesSmallerWithoutTraining() {
        Path resnet = Shared.model("mlperftiny_resnet8_fp32.onnx");
        Path cifar = Shared.file("data/cifar10/cifar10_train_b0_lossless.bin");
        Preprocessing raw = new Preprocessing(
                null, null, 1, List.of(0f), List.of(1f), Preprocessing.ChannelOrder.RGB, Preprocessing.Layout.NCHW);
        TrainingOptions.Images images =
                new TrainingOptions.Images(new DatasetSpec.Cifar10(List.of(cifar)), raw, 400, 0.5, 50, List.of(), 1);
        Terms terms = new Terms(Goal.BYTES, images, List.of(), 0, 0.001, Coder.HUFFMAN, Selection.ALL, Map.of());
        SearchOptions options = new SearchOptions(resnet, folder.resolve("small.lathe"), 0.02, 0, null, terms);
        try (Engine engine = Engine.open("cpu", EngineOptions.DEFAULT.withThreads(2))) {
            SearchReport report = SearchJob.run(engine, options, CompressListener.NONE);
            assertThat(report.compressed().bytes()).isLessThan(report.original().bytes() / 6);
            assertThat(report.compressed().drop()).isLessThanOrEqualTo(0.02 + 1e-9);
        }
    }
}
