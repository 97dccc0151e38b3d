package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.ModelFormat;
import dev.lathe.backend.reference.Reference;
import dev.lathe.bench.InputShapes;
import dev.lathe.compress.CompressListener;
import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LayerReport;
import dev.lathe.compress.Surroundings;
import dev.lathe.compress.job.SessionStopwatch;
import dev.lathe.compress.search.Allocation;
import dev.lathe.compress.search.Bracket;
import dev.lathe.compress.search.Budget;
import dev.lathe.compress.search.Choice;
import dev.lathe.compress.search.Front;
import dev.lathe.compress.search.Sensitivity;
import dev.lathe.compress.search.Trial;
import dev.lathe.compress.search.job.SearchOptions.Goal;
import dev.lathe.compress.search.job.SearchOptions.Terms;
import dev.lathe.container.LatheWriter;
import dev.lathe.error.InputException;
import dev.lathe.file.WholeFile;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.KnownTypes;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Looks for the smallest network that does nearly as well as the original. Each layer is changed alone, to see what
 * that loses; an {@link Allocation} shares ranks, densities and bits out; whole networks are tried by bisection, first
 * as they are, then trained further.
 *
 * <p>What is found out is kept at once. The same command goes on from there to the same file, bit for bit; of latencies
 * those that were measured first count.
 */
public final class SearchJob {
    /** Networks whose costs differ by less are as good as each other. */
    private static final double TOLERANCE = 0.02;

    private static final int WEIGHTS = 1;
    private static final double NANOS = 1e9;

    private final SearchOptions options;
    private final Terms terms;
    private final Engine engine;
    private final CompressListener listener;
    private final Model model;
    private final Draft original;
    private final Pictures pictures;
    private final TrialFolder folder;
    private final Survey survey;
    private final Trials trials;

    private SearchJob(Engine engine, SearchOptions options, CompressListener listener) {
        this.options = options;
        this.terms = options.terms();
        this.engine = engine;
        this.listener = listener;
        model = Model.load(options.model());
        pictures = Pictures.of(model, terms);
        original = original();
        folder = TrialFolder.of(
                workFolder(),
                options.model(),
                terms.ofSurvey() + " on " + engine.device().id());
        Judge judge = Judge.of(engine, pictures, model.graph());
        survey = new Survey(
                original,
                Survey.ranks(original),
                terms.goal() == Goal.BYTES ? Survey.BITS : List.of(),
                cost(),
                judge::loss);
        FineTuning tuning = new FineTuning(
                engine,
                model,
                pictures.image(),
                pictures.training(),
                pictures.watched().images());
        trials = new Trials(survey, terms, tuning, judge::score, folder);
    }

    /**
     * Searches, and writes the best network that was found; the original if no other is good enough.
     *
     * @param engine runs and trains; stays open
     * @throws InputException if the options make no sense, or not for this network
     * @throws dev.lathe.error.LatheException if a file cannot be read or written, or the network cannot be run
     */
    public static SearchReport run(Engine engine, SearchOptions options, CompressListener listener) {
        long begin = System.nanoTime();
        ModelFormat.of(options.output());
        if (options.trials() < 0
                || options.terms().epochs() < 0
                || !(options.terms().rate() > 0)) {
            throw new InputException("a search trains 0 or more networks for 0 or more epochs at a rate above 0, got "
                    + options.trials() + ", " + options.terms().epochs() + " and "
                    + options.terms().rate());
        }
        Budget.requireDrop(options.maxDrop());
        SearchJob job = new SearchJob(engine, options, listener);
        List<Sensitivity> sensitivities = job.sensitivities();
        Budget budget = job.search(sensitivities);
        Trial best = Front.best(job.trials.all(), budget);
        job.write(best);
        SearchReport report = new Summary(options, job.model, job.original, job.pictures)
                .report(engine, job.trials, budget, sensitivities, (System.nanoTime() - begin) / NANOS);
        if (options.work() == null) {
            job.folder.delete();
        }
        return report;
    }

    private Path workFolder() {
        Path output = options.output().toAbsolutePath();
        return options.work() == null ? output.resolveSibling(output.getFileName() + ".work") : options.work();
    }

    private ToDoubleFunction<Graph> cost() {
        return switch (terms.goal()) {
            case BYTES -> graph -> LatheWriter.measure(graph, terms.coder()).totalBytes();
            case LATENCY -> new SessionStopwatch(engine)::milliseconds;
        };
    }

    private Draft original() {
        Map<String, Shape> shapes = InputShapes.of(model.inputs(), 1, terms.shapes());
        Surroundings around = Surroundings.of(Reference::evaluate, shapes);
        var prepared = Compressor.decide(model.graph(), CompressionPlan.NOTHING, around);
        List<Node> nodes = prepared.layers().stream()
                .map(LayerReport::name)
                .map(name -> Draft.node(prepared.graph(), name))
                .toList();
        Set<String> selected = terms.selection().names(nodes);
        Map<String, Integer> uses = prepared.graph().uses();
        List<String> layers = nodes.stream()
                .filter(node -> selected.contains(node.name()) && hasOwnWeights(prepared.graph(), uses, node))
                .map(Node::name)
                .toList();
        if (layers.isEmpty()) {
            throw new InputException(model.label() + ": no selected layer has constant float weights of its own");
        }
        return Draft.of(prepared.graph(), shapes, layers);
    }

    private static boolean hasOwnWeights(Graph graph, Map<String, Integer> uses, Node node) {
        return Draft.weights(graph, node) != null && uses.getOrDefault(node.input(WEIGHTS), 0) == 1;
    }

    private List<Sensitivity> sensitivities() {
        KnownTypes types = KnownTypes.of(original.graph(), original.shapes(), Reference::evaluate);
        List<Sensitivity> all = new ArrayList<>();
        for (String layer : original.nodes().keySet()) {
            String work = "sensitivity of " + layer;
            listener.progress(work, all.size(), original.nodes().size());
            all.add(folder.read(work, Sensitivity.class).orElseGet(() -> {
                Sensitivity measured = survey.of(layer, types);
                folder.keep(work, measured);
                return measured;
            }));
        }
        return all;
    }

    /** Tries the original and others. */
    private Budget search(List<Sensitivity> sensitivities) {
        Trial whole = trials.original(model.graph());
        Budget budget = new Budget(whole.score(), options.maxDrop());
        Ladder ladder = Ladder.of(sensitivities, whole.cost());
        int rungs = ladder.costs().length;
        int holds = bisect(ladder, Bracket.open(rungs), false, Integer.MAX_VALUE, budget);
        if (terms.epochs() > 0) {
            bisect(ladder, new Bracket(holds, rungs), true, options.trials(), budget);
        }
        return budget;
    }

    /** The last good rung; -1 if there is none. */
    private int bisect(Ladder ladder, Bracket begin, boolean tuned, int most, Budget budget) {
        Bracket bracket = begin;
        OptionalInt rung = bracket.next(ladder.costs(), TOLERANCE);
        for (int done = 0; done < most && rung.isPresent(); done++) {
            listener.progress(tuned ? "trained trials" : "trials", done, tuned ? most : done + 1);
            Trial trial = trials.of(ladder.rungs().get(rung.getAsInt()).settings(), tuned, listener);
            bracket = bracket.and(rung.getAsInt(), budget.allows(trial.score()));
            rung = bracket.next(ladder.costs(), TOLERANCE);
        }
        return bracket.holds();
    }

    /**
     * Networks from the best to the smallest.
     *
     * @param costs of whole networks, as far as they are known before they are made
     */
    private record Ladder(List<Allocation> rungs, double[] costs) {
        /** @param whole cost of the original */
        static Ladder of(List<Sensitivity> sensitivities, double whole) {
            Map<String, List<Choice>> choices = new LinkedHashMap<>();
            sensitivities.forEach(each -> choices.put(each.layer(), each.choices()));
            List<Allocation> rungs = Allocation.ladder(choices);
            double layers = sensitivities.stream()
                    .mapToDouble(each -> each.costs().getFirst().cost())
                    .sum();
            double rest = Math.max(0, whole - layers);
            return new Ladder(
                    rungs,
                    rungs.stream().mapToDouble(rung -> rest + rung.cost()).toArray());
        }
    }

    private void write(Trial best) {
        Path network = trials.network(best);
        switch (ModelFormat.of(options.output())) {
            case LATHE -> WholeFile.write(options.output(), out -> Files.copy(network, out));
            case ONNX -> OnnxWriter.write(Model.load(network).graph(), options.output());
        }
    }
}
