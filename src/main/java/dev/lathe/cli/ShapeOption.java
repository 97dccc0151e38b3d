package dev.lathe.cli;

import dev.lathe.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --shape}: extents that a model leaves free. */
final class ShapeOption {
    @Option(
            names = "--shape",
            paramLabel = "NAME=SHAPE",
            converter = {Converters.ToText.class, Converters.ToShape.class},
            description = "Shape of an input with free extents other than the batch, such as input=1x3x224x224.")
    private Map<String, Shape> shapes = new LinkedHashMap<>();

    /** By name of the input. */
    Map<String, Shape> shapes() {
        return shapes;
    }
}
