package dev.lathe.compress.search.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.Compressor;
import dev.lathe.compress.LayerReport;
import dev.lathe.compress.LayerReport.Size;
import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.search.Budget;
import dev.lathe.compress.search.Front;
import dev.lathe.compress.search.Sensitivity;
import dev.lathe.compress.search.Setting;
import dev.lathe.compress.search.Trial;
import dev.lathe.container.Coder;
import dev.lathe.container.LatheWriter;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.file.FileSize;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a search came to. */
record Summary(SearchOptions options, Model model, Draft original, Pictures pictures) {
    private static final int WEIGHTS = 1;

    SearchReport report(Engine engine, Trials trials, Budget budget, List<Sensitivity> sensitivities, double seconds) {
        Trial best = Front.best(trials.all(), budget);
        Graph found = Model.load(trials.network(best)).graph();
        return new SearchReport(
                model.label(),
                options.output().toString(),
                engine.device().id(),
                options.terms().goal(),
                options.maxDrop(),
                new SearchReport.Images(
                        pictures.training().examples().data().size(),
                        pictures.validation().images().examples().data().size(),
                        pictures.harder() != null),
                totals(model.graph(), options.model(), 0),
                totals(found, options.output(), budget.drop(best.score())),
                best.number(),
                layers(
                        found,
                        trials.thinned(best.settings()),
                        best,
                        options.terms().coder()),
                sensitivities,
                trials.all(),
                Front.of(trials.all(), budget).stream().map(Trial::number).toList(),
                seconds);
    }

    private SearchReport.Totals totals(Graph graph, Path file, double drop) {
        List<Size> sizes = Compressor.keep(graph, Reference::evaluate, original.shapes()).layers().stream()
                .map(LayerReport::compressed)
                .toList();
        return new SearchReport.Totals(
                sizes.stream().mapToLong(Size::parameters).sum(),
                sizes.stream().mapToLong(Size::nonZero).sum(),
                sizes.stream().mapToLong(Size::macs).sum(),
                FileSize.of(file),
                drop);
    }

    /** @param shape of the network, in which nodes have the layers that they stand for */
    private static List<SearchReport.Layer> layers(Graph found, Draft shape, Trial best, Coder coder) {
        Map<String, StoredTensor> stored = new HashMap<>();
        LatheWriter.measure(found, coder).tensors().forEach(tensor -> stored.put(tensor.name(), tensor));
        List<SearchReport.Layer> layers = new ArrayList<>();
        shape.nodes().forEach((layer, names) -> {
            long parameters = 0;
            long nonZero = 0;
            long bytes = 0;
            for (Node node : found.nodes()) {
                Tensor weights = names.contains(node.name()) ? Draft.weights(found, node) : null;
                if (weights != null) {
                    parameters += weights.size();
                    nonZero += Mask.of(layer, weights.floats()).kept();
                    StoredTensor own = stored.get(node.input(WEIGHTS));
                    bytes += own == null ? weights.type().bytes() : own.bytes().total();
                }
            }
            Setting setting = best.settings().getOrDefault(layer, Setting.WHOLE);
            layers.add(new SearchReport.Layer(layer, setting, parameters, nonZero, bytes));
        });
        return layers;
    }
}
