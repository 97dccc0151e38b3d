package dev.lathe.bench;

import dev.lathe.error.InputException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fixed shapes for inputs whose extents may be free: the first axis is the batch, the others have to be told. */
public final class InputShapes {
    private InputShapes() {}

    /**
     * A shape for each of {@code ports}.
     *
     * @param batch extent of a free first axis
     * @param given shapes by input name for what else is free; their first extent gives way to {@code batch} where the
     *     model leaves it free
     * @throws InputException if a free extent is left, a given shape is not one that the model declares, or the model
     *     fixes another batch
     */
    public static Map<String, Shape> of(List<Port> ports, int batch, Map<String, Shape> given) {
        requireKnown(ports, given);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Port port : ports) {
            Shape shape = shape(port, batch, given)
                    .orElseThrow(() -> new InputException("input '" + port.name() + "' is " + port.dimsText()
                            + ": tell its extents with --shape " + port.name() + "=" + example(port)));
            shapes.put(port.name(), shape);
        }
        return shapes;
    }

    /** As {@link #of} at batch 1, or nothing where extents other than the first are free and not given. */
    public static Optional<Map<String, Shape>> ofOne(List<Port> ports, Map<String, Shape> given) {
        requireKnown(ports, given);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Port port : ports) {
            Optional<Shape> shape = shape(port, 1, given);
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            shapes.put(port.name(), shape.get());
        }
        return Optional.of(shapes);
    }

    private static void requireKnown(List<Port> ports, Map<String, Shape> given) {
        List<String> names = ports.stream().map(Port::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new InputException("a shape for '" + name + "', but the inputs are " + names);
            }
        }
    }

    private static Optional<Shape> shape(Port port, int batch, Map<String, Shape> given) {
        Shape told = given.get(port.name());
        if (told != null) {
            if (!port.accepts(told)) {
                throw new InputException("input '" + port.name() + "' wants " + port.dimsText() + ", got " + told);
            }
            return Optional.of(hasFreeBatch(port) && told.rank() > 0 ? told.with(0, batch) : told);
        }
        List<Dim> dims = port.dims();
        if (dims == null || dims.stream().skip(1).anyMatch(Dim::isFree)) {
            return Optional.empty();
        }
        return Optional.of(port.shape(batch));
    }

    /** Whether the first axis of {@code port} is free. */
    static boolean hasFreeBatch(Port port) {
        List<Dim> dims = port.dims();
        return dims == null || !dims.isEmpty() && dims.get(0).isFree();
    }

    private static String example(Port port) {
        List<Dim> dims = port.dims();
        if (dims == null) {
            return "1x3x224x224";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < dims.size(); i++) {
            int extent = dims.get(i).isFree() ? (i == 0 ? 1 : 224) : dims.get(i).extent();
            text.append(i == 0 ? "" : "x").append(extent);
        }
        return text.toString();
    }
}
