package dev.lathe.compress.job;

import dev.lathe.Model;
import dev.lathe.ModelFormat;
import dev.lathe.backend.reference.Reference;
import dev.lathe.bench.InputShapes;
import dev.lathe.compress.CompressListener;
import dev.lathe.compress.Compressed;
import dev.lathe.compress.CompressionPlan;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LayerReport;
import dev.lathe.compress.Surroundings;
import dev.lathe.container.DeepCompressionReader;
import dev.lathe.container.LatheWriter;
import dev.lathe.container.Storage;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.error.InputException;
import dev.lathe.file.FileSize;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compresses a file into another. Nothing is written before everything is done and checked. */
public final class CompressJob {
    private final CompressOptions options;
    private final CompressionPlan plan;
    private final ModelFormat format;
    private final Model model;

    private CompressJob(CompressOptions options) {
        this.options = options;
        plan = Plans.of(options.config());
        Plans.coder(options.config());
        format = ModelFormat.of(options.output());
        model = model();
    }

    /**
     * Reads, compresses and writes.
     *
     * @throws InputException if the options make no sense, or not for this network
     * @throws dev.lathe.error.LatheException if a file cannot be read or written, or a device is not there
     */
    public static CompressReport run(CompressOptions options, CompressListener listener) {
        return new CompressJob(options).run(listener);
    }

    private Model model() {
        if (options.topology() == null) {
            return Model.load(options.model());
        }
        Graph topology = Model.load(options.topology()).graph();
        return Model.of(
                DeepCompressionReader.read(options.model(), topology),
                options.model().toString());
    }

    private CompressReport run(CompressListener listener) {
        if (plan.equals(CompressionPlan.NOTHING)) {
            return written(Compressor.keep(model.graph(), Reference::evaluate, knownShapes()));
        }
        requireFixedShapes();
        WorkFolder work = new WorkFolder(options, model.graph());
        try (Workplace workplace = Workplace.open(options, plan, model)) {
            Surroundings around = new Surroundings(
                    Reference::evaluate,
                    shapes(),
                    workplace.calibration(),
                    workplace.stopwatch(),
                    workplace.score(),
                    work,
                    listener);
            if (options.dryRun()) {
                return report(Compressor.decide(model.graph(), plan, around), null, List.of());
            }
            CompressReport report = written(Compressor.compress(model.graph(), plan, around));
            work.delete();
            return report;
        }
    }

    private void requireFixedShapes() {
        Set<String> deciding = model.graph().parameterInputs();
        if (!deciding.isEmpty()) {
            throw new InputException(model.label() + ": values of its inputs " + deciding
                    + " decide shapes; such models are not compressed");
        }
    }

    /** Shapes at batch 1; null where values of inputs decide others, or extents are free and not told. */
    private @Nullable Map<String, Shape> knownShapes() {
        return model.graph().parameterInputs().isEmpty()
                ? InputShapes.ofOne(model.inputs(), options.shapes()).orElse(null)
                : null;
    }

    private Map<String, Shape> shapes() {
        return InputShapes.of(model.inputs(), 1, options.shapes());
    }

    private CompressReport written(Compressed compressed) {
        Path output = options.output();
        return switch (format) {
            case LATHE -> {
                Storage storage = LatheWriter.write(compressed.graph(), output, Plans.coder(options.config()));
                yield report(compressed, output, storage.tensors());
            }
            case ONNX -> {
                OnnxWriter.write(compressed.graph(), output);
                yield report(compressed, output, List.of());
            }
        };
    }

    private CompressReport report(Compressed compressed, @Nullable Path output, List<StoredTensor> storage) {
        List<LayerReport> layers = compressed.layers();
        return new CompressReport(
                model.label(),
                output == null ? null : output.toString(),
                options.device(),
                totals(layers.stream().map(LayerReport::original).toList(), FileSize.of(options.model())),
                totals(layers.stream().map(LayerReport::compressed).toList(), output == null ? 0 : FileSize.of(output)),
                entries(compressed, storage),
                compressed.remarks());
    }

    private static CompressReport.Totals totals(List<LayerReport.Size> sizes, long bytes) {
        return new CompressReport.Totals(
                sizes.stream().mapToLong(LayerReport.Size::parameters).sum(),
                sizes.stream().mapToLong(LayerReport.Size::nonZero).sum(),
                sizes.stream().mapToLong(LayerReport.Size::macs).sum(),
                bytes);
    }

    private static List<CompressReport.Layer> entries(Compressed compressed, List<StoredTensor> storage) {
        Map<String, StoredTensor> stored = new HashMap<>();
        storage.forEach(tensor -> stored.put(tensor.name(), tensor));
        Map<String, Node> nodes = new LinkedHashMap<>();
        compressed.graph().nodes().forEach(node -> nodes.put(node.name(), node));
        List<CompressReport.Layer> entries = new ArrayList<>();
        for (LayerReport layer : compressed.layers()) {
            Set<String> constants = new LinkedHashSet<>();
            layer.nodes().stream()
                    .filter(nodes::containsKey)
                    .forEach(name -> constants.addAll(nodes.get(name).inputs()));
            long bytes = 0;
            List<StoredTensor> own = new ArrayList<>();
            for (String name : constants) {
                Tensor constant = compressed.graph().constant(name);
                StoredTensor tensor = stored.get(name);
                if (tensor != null) {
                    own.add(tensor);
                    bytes += tensor.bytes().total();
                } else if (constant != null) {
                    bytes += constant.type().bytes();
                }
            }
            entries.add(new CompressReport.Layer(layer, bytes, own));
        }
        return entries;
    }
}
