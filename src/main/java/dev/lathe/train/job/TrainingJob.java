package dev.lathe.train.job;

import dev.lathe.Engine;
import dev.lathe.ModelFormat;
import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.prune.Masks;
import dev.lathe.compress.prune.RemoveDeadNeurons;
import dev.lathe.container.Coder;
import dev.lathe.container.LatheWriter;
import dev.lathe.data.Dataset;
import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Preprocessing;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import dev.lathe.train.Augmentations;
import dev.lathe.train.Batches;
import dev.lathe.train.Constraints;
import dev.lathe.train.Examples;
import dev.lathe.train.GraphStep;
import dev.lathe.train.Metrics;
import dev.lathe.train.Network;
import dev.lathe.train.Parameter;
import dev.lathe.train.Parameters;
import dev.lathe.train.Recipe;
import dev.lathe.train.Split;
import dev.lathe.train.Trained;
import dev.lathe.train.Trainer;
import dev.lathe.train.TrainingListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains a network and writes that of the best epoch. Nothing but checkpoints is written before the end. */
public final class TrainingJob {
    private static final double NANOS = 1e9;
    private static final int IMAGE_RANK = 4;

    private final TrainingOptions options;
    private final ModelFormat format;
    private final Batches training;
    private final Batches validation;
    private final Network network;
    private final Parameters weights;

    private TrainingJob(TrainingOptions options) {
        this.options = options;
        this.format = ModelFormat.of(options.output());
        TrainingOptions.Images images = options.images();
        if (images.preprocessing().layout() != Preprocessing.Layout.NCHW) {
            throw new InputException(options.model().label() + ": networks are trained on planes, NCHW");
        }
        Dataset all = Split.first(images.data().open(DatasetSpec.Split.TRAIN), images.limit());
        Split split = Split.stratified(all, images.validation(), images.seed());
        int channels = channels(all);
        Shape image = images.preprocessing().apply(all.image(0), channels).shape();
        Augmentations augmentations = new Augmentations(
                images.augmentations().stream().map(each -> each.of(image)).toList(), images.seed());
        this.training = new Batches(
                new Examples(split.training(), images.preprocessing(), channels),
                images.batch(),
                new Batches.Order.Shuffled(images.seed(), true),
                augmentations);
        this.validation =
                Batches.plain(new Examples(split.validation(), images.preprocessing(), channels), images.batch());
        this.network =
                Network.of(options.model().graph(), image, options.keeping().normalization());
        this.weights = parameters();
    }

    /**
     * Reads, trains and writes.
     *
     * @param engine stays open
     * @throws dev.lathe.error.LatheException if the options make no sense together, files cannot be read or written,
     *     the network cannot be trained, or its loss ceases to be a number
     */
    public static TrainingReport run(Engine engine, TrainingOptions options, TrainingListener listener) {
        return new TrainingJob(options).run(engine, listener);
    }

    /** 1 or 3: those of the network, or of the images if it takes any or vectors. */
    private int channels(Dataset images) {
        int own = images.image(0).shape().dim(0);
        List<Port> inputs = options.model().inputs();
        var dims = inputs.isEmpty() ? null : inputs.getFirst().dims();
        int wanted =
                dims == null || dims.size() != IMAGE_RANK ? own : dims.get(1).extent();
        return wanted == 1 || wanted == 3 ? wanted : own;
    }

    private Parameters parameters() {
        Parameters parameters = network.parameters();
        if (options.keeping().zeros()) {
            Constraints.keepZeros(parameters, network.graph());
        }
        if (options.keeping().shared()) {
            Constraints.keepShared(parameters);
        }
        return parameters;
    }

    private TrainingReport run(Engine engine, TrainingListener listener) {
        try (GraphStep step = new GraphStep(engine, network, options.objective())) {
            Trainer trainer = new Trainer(step, recipe(), training, validation, options.checkpoints());
            Metrics before = trainer.evaluate(weights, validation);
            long begin = System.nanoTime();
            Trained trained = options.resume() ? trainer.resume(weights, listener) : trainer.train(weights, listener);
            double seconds = (System.nanoTime() - begin) / NANOS;
            RemoveDeadNeurons.Result best = best(trained);
            write(best.graph());
            return report(engine, before, trained, best.removed(), seconds);
        }
    }

    private Recipe recipe() {
        Sparsity sparsity = options.sparsity();
        return sparsity == null ? options.recipe() : options.recipe().pruning(sparsity.on(network.graph(), weights));
    }

    /** The best network; neurons that this training left without inputs or outputs are gone. */
    private RemoveDeadNeurons.Result best(Trained trained) {
        Graph graph = network.with(trained.best());
        if (!weights.masks().isEmpty()) {
            graph = Masks.record(graph, weights.masks().keySet());
        }
        return options.sparsity() == null
                ? new RemoveDeadNeurons.Result(graph, List.of(), List.of())
                : new RemoveDeadNeurons(Reference::evaluate).apply(graph);
    }

    private void write(Graph graph) {
        switch (format) {
            case ONNX -> OnnxWriter.write(graph, options.output());
            case LATHE -> LatheWriter.write(graph, options.output(), Coder.HUFFMAN);
        }
    }

    private TrainingReport report(
            Engine engine, Metrics before, Trained trained, List<RemoveDeadNeurons.Removed> removed, double seconds) {
        Map<String, TrainingReport.Masked> masked = new LinkedHashMap<>();
        weights.masks().forEach((name, mask) -> masked.put(name, new TrainingReport.Masked(mask.kept(), mask.size())));
        List<String> shared = weights.all().stream()
                .filter(parameter -> parameter.codebook() != null)
                .map(Parameter::name)
                .toList();
        return new TrainingReport(
                options.model().label(),
                options.output().toString(),
                engine.device().id(),
                before,
                masked,
                shared,
                removed,
                TrainingReport.epochs(trained.history()),
                trained.history().best(),
                seconds);
    }
}
