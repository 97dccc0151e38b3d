package dev.lathe.graph;

import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named way in or out of a graph.
 *
 * @param dims declared extents; null when the file declares none. Binding for an input, advisory for an output
 */
public record Port(String name, DType dtype, @Nullable List<Dim> dims) {
    public Port {
        dims = dims == null ? null : List.copyOf(dims);
    }

    /** A port of fixed extents. */
    public static Port of(String name, DType dtype, Shape shape) {
        return new Port(
                name, dtype, Arrays.stream(shape.dims()).mapToObj(Dim::of).toList());
    }

    /** Whether every extent is declared and fixed. */
    public boolean isFixed() {
        return dims != null && dims.stream().noneMatch(Dim::isFree);
    }

    /** The declared shape with {@code free} for every free extent. Must have declared dims. */
    public Shape shape(int free) {
        return Shape.of(Objects.requireNonNull(dims, name).stream()
                .map(d -> d.isFree() ? free : d.extent())
                .toList());
    }

    /** Whether {@code shape} is one this port declares. */
    public boolean accepts(Shape shape) {
        if (dims == null) {
            return true;
        }
        if (dims.size() != shape.rank()) {
            return false;
        }
        for (int i = 0; i < shape.rank(); i++) {
            if (!dims.get(i).isFree() && dims.get(i).extent() != shape.dim(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code [batch, 3, 224, 224]}. */
    public String dimsText() {
        return dims == null
                ? "[...]"
                : dims.stream()
                        .map(d -> !d.isFree() ? String.valueOf(d.extent()) : d.symbol() == null ? "?" : d.symbol())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
