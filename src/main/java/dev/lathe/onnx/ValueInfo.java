package dev.lathe.onnx;

import dev.lathe.graph.Dim;
import dev.lathe.op.ElementType;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a value before any inference: enough to rewrite operators of old opsets.
 *
 * @param element as the file says it, so that half precision is told from single; null when not known
 * @param dims null when not even their number is known
 */
record ValueInfo(@Nullable ElementType element, @Nullable List<Dim> dims) {
    static final ValueInfo UNKNOWN = new ValueInfo(null, null);

    static ValueInfo of(Tensor tensor) {
        List<Dim> dims = Arrays.stream(tensor.shape().dims()).mapToObj(Dim::of).toList();
        return new ValueInfo(ElementTypes.of(tensor.dtype()), dims);
    }

    /** A value of which only the rank is known; negative when not even that. */
    static ValueInfo ofRank(@Nullable ElementType element, int rank) {
        return new ValueInfo(element, rank < 0 ? null : Collections.nCopies(rank, Dim.free(null)));
    }

    /** Number of dims, or -1. */
    int rank() {
        return dims == null ? -1 : dims.size();
    }

    /** Extent of {@code axis}, or {@link Dim#FREE}. */
    int extent(int axis) {
        return dims == null || axis >= dims.size() ? Dim.FREE : dims.get(axis).extent();
    }

    /** Whether it holds whole numbers; a value of unknown type does not. */
    boolean isInteger() {
        return element != null && element.dtype().isInteger();
    }

    /** This, with {@code other} where nothing is known. */
    ValueInfo or(ValueInfo other) {
        return new ValueInfo(element == null ? other.element : element, dims == null ? other.dims : dims);
    }

    ValueInfo withElement(@Nullable ElementType other) {
        return new ValueInfo(other, dims);
    }

    /** The same element type and rank with other extents. */
    ValueInfo resized() {
        return ofRank(element, rank());
    }
}
