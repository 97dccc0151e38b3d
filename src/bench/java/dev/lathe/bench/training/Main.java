package dev.lathe.bench.training;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.LayerTime;
import dev.lathe.bench.Program;
import dev.lathe.data.Preprocessing;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import dev.lathe.tensor.Shape;
import dev.lathe.train.Augmentations;
import dev.lathe.train.Batches;
import dev.lathe.train.Decay;
import dev.lathe.train.Examples;
import dev.lathe.train.GraphStep;
import dev.lathe.train.Network;
import dev.lathe.train.Objective;
import dev.lathe.train.Optimiser;
import dev.lathe.train.Parameters;
import dev.lathe.train.Recipe;
import dev.lathe.train.Schedule;
import dev.lathe.train.StepReport;
import dev.lathe.train.Trainer;
import dev.lathe.train.TrainingListener;
import dev.lathe.train.Update;
import dev.lathe.train.gradient.TrainingForm;
import dev.lathe.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lathe training}: exit code 0 done, 2 wrong usage. */
@CommandLine.Command(
        name = "lathe training",
        description = "Measure steps of training ResNet-20 on the CPU beside PyTorch's, in turns.")
final class Main implements Callable<Integer> {
    private static final double MILLISECOND = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--python", paramLabel = "COMMAND", description = "A Python that has PyTorch; none: Lathe alone.")
    private @Nullable String python;

    @Option(names = "--script", paramLabel = "FILE", description = "Default src/bench/python/resnet20_step.py.")
    private Path script = Path.of("src", "bench", "python", "resnet20_step.py");

    @Option(names = "--channels-last", description = "PyTorch holds images channels last, too.")
    private boolean channelsLast;

    @Option(names = "--batch", paramLabel = "N", description = "Images; default 64.")
    private int batch = 64;

    @Option(names = "--threads", paramLabel = "N", description = "Default 2.")
    private int threads = 2;

    @Option(names = "--turns", paramLabel = "N", description = "Default 12, after four that do not count.")
    private int turns = 12;

    @Option(names = "--steps", paramLabel = "N", description = "Of a turn; default 10.")
    private int steps = 10;

    @Option(names = "--per-layer", description = "Tell how long each node of a step takes, instead.")
    private boolean perLayer;

    private Main() {}

    public static void main(String[] args) {
        Program.run(new Main(), args);
    }

    @Override
    public Integer call() {
        Network network = Network.of(Zoo.graph("resnet20", 1), Shape.of(3, 32, 32), TrainingForm.Normalization.BATCH);
        EngineOptions options = EngineOptions.DEFAULT.withThreads(threads).withCache(Optional.empty());
        try (Engine engine = Engine.open("cpu", options);
                GraphStep step = new GraphStep(engine, network, new Objective.Labels())) {
            Table table = perLayer ? layers(step, network.parameters()) : compare(step, network.parameters());
            spec.commandLine().getOut().println(table);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private Batches batches(int count, boolean shuffled) {
        Examples images = new Examples(new RandomImages(batch * count), Preprocessing.DEFAULT, 3);
        Batches.Order order = shuffled ? new Batches.Order.Shuffled(1, true) : new Batches.Order.Fixed();
        return new Batches(images, batch, order, Augmentations.NONE);
    }

    /** Nodes by operator and the layer they belong to, each with its shortest time of all runs. */
    private Table layers(GraphStep step, Parameters weights) {
        List<LayerTime> best = new ArrayList<>();
        for (int run = 0; run < steps * turns; run++) {
            List<LayerTime> found =
                    step.profile(weights, batches(1, false).batch(0, 0)).layers();
            for (int i = 0; i < found.size(); i++) {
                if (best.size() < found.size()) {
                    best.add(found.get(i));
                } else if (found.get(i).milliseconds() < best.get(i).milliseconds()) {
                    best.set(i, found.get(i));
                }
            }
        }
        Table table = new Table("node", "operator", "ms");
        best.forEach(each -> table.row(each.node(), each.op(), Numbers.digits(each.milliseconds())));
        return table;
    }

    private Table compare(GraphStep step, Parameters weights) {
        Turns clock = new Turns(steps, turns);
        List<String> options = new ArrayList<>(List.of("--batch", "" + batch, "--threads", "" + threads));
        if (channelsLast) {
            options.add("--channels-last");
        }
        Update update = new Update(new Optimiser.Sgd(0.9, false, Decay.l2(1e-4)), new Schedule.Constant(0.1));
        Trainer trainer =
                new Trainer(step, new Recipe(1, update), batches(clock.count(), true), batches(1, false), null);
        if (python == null) {
            trainer.train(weights, clock);
        } else {
            try (PyTorch peer = new PyTorch(python, script, options)) {
                clock.peer = peer;
                trainer.train(weights, clock);
            }
        }
        return clock.table();
    }

    /** Takes the time from step to step; after each turn the peer has one. */
    private static final class Turns implements TrainingListener {
        private static final int WARM_UP = 4;

        private final int steps;
        private final int turns;
        private final List<Double> own = new ArrayList<>();
        private final List<Double> others = new ArrayList<>();
        private @Nullable PyTorch peer;
        private long begin = System.nanoTime();

        Turns(int steps, int turns) {
            this.steps = steps;
            this.turns = turns;
        }

        int count() {
            return steps * (turns + WARM_UP);
        }

        @Override
        public void step(StepReport report) {
            own.add((System.nanoTime() - begin) / MILLISECOND);
            if (peer != null && own.size() % steps == 0) {
                others.addAll(peer.steps(steps));
            }
            begin = System.nanoTime();
        }

        Table table() {
            Table table = new Table("", "steps", "median ms", "least ms");
            double[] lathe = row(table, "Lathe", own);
            if (!others.isEmpty()) {
                double[] torch = row(table, "PyTorch", others);
                String times = Numbers.digits(torch[0] / lathe[0]);
                table.row("PyTorch / Lathe", "", times, Numbers.digits(torch[1] / lathe[1]));
            }
            return table;
        }

        private double[] row(Table table, String name, List<Double> times) {
            List<Double> counted = times.subList(WARM_UP * steps, times.size());
            double[] sorted = counted.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            table.row(name, counted.size(), Numbers.digits(median), Numbers.digits(Collections.min(counted)));
            return new double[] {median, sorted[0]};
        }
    }
}
