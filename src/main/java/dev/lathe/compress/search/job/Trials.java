package dev.lathe.compress.search.job;

import dev.lathe.compress.CompressListener;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.compress.search.Setting;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.Trial.Score;
import dev.lathe.container.LatheWriter;
import dev.lathe.error.TrainingException;
import dev.lathe.graph.Graph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes networks, judges them and keeps what came of them; what was kept before is not done again. Used once. */
final class Trials {
    private final Survey survey;
    private final SearchOptions.Terms terms;
    private final FineTuning tuning;
    private final Function<Graph, Score> judge;
    private final TrialFolder folder;
    private final List<Trial> all = new ArrayList<>();

    Trials(
            Survey survey,
            SearchOptions.Terms terms,
            FineTuning tuning,
            Function<Graph, Score> judge,
            TrialFolder folder) {
        this.survey = survey;
        this.terms = terms;
        this.tuning = tuning;
        this.judge = judge;
        this.folder = folder;
    }

    /** All so far, in their order. */
    List<Trial> all() {
        return Collections.unmodifiableList(all);
    }

    /** The file of a trial's network. */
    Path network(Trial trial) {
        return folder.network(work(trial.tuned(), trial.settings()));
    }

    private String work(boolean tuned, Map<String, Setting> settings) {
        return "trial of " + settings + ", " + terms.ofTrial(tuned);
    }

    /** The network as it was. */
    Trial original(Graph graph) {
        return trial(false, Map.of(), () -> new Made(graph, ""));
    }

    /** A network of {@code settings}, trained further or not. */
    Trial of(Map<String, Setting> settings, boolean tuned, CompressListener listener) {
        return trial(tuned, settings, () -> make(settings, tuned, listener));
    }

    /** A network, and what went wrong with it. */
    private record Made(Graph graph, String remark) {}

    /** Makes a network. */
    private interface Maker {
        Made make();
    }

    private Trial trial(boolean tuned, Map<String, Setting> settings, Maker maker) {
        String work = work(tuned, settings);
        Path file = folder.network(work);
        Trial known = Files.exists(file) ? folder.read(work, Trial.class).orElse(null) : null;
        if (known == null) {
            Made made = maker.make();
            long bytes = LatheWriter.write(made.graph(), file, terms.coder()).totalBytes();
            double cost = survey.cost().applyAsDouble(made.graph());
            known = new Trial(all.size(), tuned, settings, bytes, cost, judge.apply(made.graph()), made.remark());
            folder.keep(work, known);
        }
        Trial numbered = new Trial(
                all.size(), tuned, known.settings(), known.bytes(), known.cost(), known.score(), known.remark());
        all.add(numbered);
        return numbered;
    }

    private Made make(Map<String, Setting> settings, boolean tuned, CompressListener listener) {
        Draft thin = thinned(settings);
        Draft sparse = thin.pruned(values(settings, setting -> setting.density() < 1, Setting::density), true);
        Map<String, Integer> bits = values(settings, setting -> setting.bits() < Setting.EXACT, Setting::bits);
        if (!tuned) {
            return new Made(sparse.shared(bits).graph(), "");
        }
        try {
            boolean changed = sparse.graph() != survey.original().graph();
            Draft trained = changed || bits.isEmpty() ? tuned(sparse, terms.epochs(), listener) : sparse;
            Draft shared = trained.shared(bits);
            return new Made(
                    (bits.isEmpty() ? shared : tuned(shared, Math.ceilDiv(terms.epochs(), 2), listener)).graph(), "");
        } catch (TrainingException e) {
            return new Made(sparse.shared(bits).graph(), "it was not trained: " + e.getMessage());
        }
    }

    /** With the ranks of {@code settings} alone. */
    Draft thinned(Map<String, Setting> settings) {
        Map<String, Kept> ranks = new LinkedHashMap<>();
        settings.forEach((layer, setting) -> ranks.putAll(survey.ranks(layer, setting)));
        return survey.original().thinned(ranks);
    }

    private static <T> Map<String, T> values(
            Map<String, Setting> settings, Predicate<Setting> wanted, Function<Setting, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        settings.forEach((layer, setting) -> {
            if (wanted.test(setting)) {
                values.put(layer, value.apply(setting));
            }
        });
        return values;
    }

    private Draft tuned(Draft draft, int epochs, CompressListener listener) {
        String what = "training " + all.size();
        return draft.with(tuning.tuned(
                draft.graph(), epochs, terms.rate(), (done, known) -> listener.progress(what, done, known)));
    }
}
