package dev.lathe.cli;

import dev.lathe.Model;
import dev.lathe.bench.InputShapes;
import dev.lathe.bench.Inspection;
import dev.lathe.error.ModelException;
import dev.lathe.file.FileMessage;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import dev.lathe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe inspect}. */
@CommandLine.Command(
        name = "inspect",
        description = "Show inputs, outputs, and the parameters and multiply-adds (at batch 1) of every layer.")
final class InspectCommand extends Command {
    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(
            names = "--shape",
            paramLabel = "NAME=SHAPE",
            converter = {Converters.ToText.class, Converters.ToShape.class},
            description = "Shape of an input with free extents, such as input=1x3x224x224.")
    private Map<String, Shape> shapes = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Model loaded = Model.load(model);
        Optional<Map<String, Shape>> known = InputShapes.ofOne(loaded.inputs(), shapes);
        Inspection inspection = known.map(each -> Inspection.of(loaded.graph(), each, bytes()))
                .orElseGet(() -> Inspection.of(loaded.graph(), bytes()));
        if (known.isEmpty()) {
            warn("the inputs have free extents, so multiply-adds are unknown; --shape NAME=1x3x224x224 tells them");
        }
        print(json, inspection, text(inspection));
        return DONE;
    }

    private long bytes() {
        try {
            return Files.size(model);
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(model, "cannot be read", e), e);
        }
    }

    private static String text(Inspection inspection) {
        StringBuilder text = new StringBuilder();
        values(text, "input ", inspection.inputs());
        values(text, "output", inspection.outputs());
        Table table = new Table("layer", "op", "output", "parameters", "multiply-adds");
        for (Inspection.Layer layer : inspection.layers()) {
            table.row(
                    layer.name(),
                    layer.op(),
                    Numbers.shape(layer.output()),
                    layer.parameters() == 0 ? "" : Numbers.whole(layer.parameters()),
                    layer.macs() != null && layer.macs() == 0 ? "" : Numbers.whole(layer.macs()));
        }
        text.append('\n').append(table).append("\n\n");
        text.append("parameters     ").append(Numbers.whole(inspection.parameters()));
        text.append(" (biases and norms: ")
                .append(Numbers.whole(inspection.biases()))
                .append(")\n");
        text.append("multiply-adds  ").append(Numbers.whole(inspection.macs())).append('\n');
        text.append("file           ").append(Numbers.whole(inspection.bytes())).append(" bytes");
        return text.toString();
    }

    private static void values(StringBuilder text, String kind, List<Inspection.Value> values) {
        for (Inspection.Value value : values) {
            text.append(kind).append("  ").append(value.name()).append("  ").append(value.type());
            text.append(' ').append(Numbers.shape(value.shape())).append('\n');
        }
    }
}
