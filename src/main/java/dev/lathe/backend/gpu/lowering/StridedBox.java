package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A block of elements that two buffers number differently: all that transposing, slicing, joining, splitting and
 * repeating are. No extent is 0.
 *
 * @param bytes of one element
 * @param axes outermost first
 * @param from the element of the source at position 0 of all axes
 * @param to likewise of the target
 */
record StridedBox(int bytes, List<Axis> axes, int from, int to) {
    /** Most axes that the kernels take. */
    static final int MOST_AXES = 8;

    private static final int WIDEST = Long.BYTES;

    /** So many elements, and how far apart they lie in source and target. A source step may be 0 or less. */
    record Axis(int extent, int from, int to) {
        private boolean isRun() {
            return from == 1 && to == 1;
        }
    }

    StridedBox {
        axes = List.copyOf(axes);
    }

    /** A box with these {@code extents}; {@code from} and {@code to} are the steps along them. */
    static StridedBox of(DType dtype, int[] extents, int[] from, int[] to) {
        List<Axis> axes = IntStream.range(0, extents.length)
                .mapToObj(i -> new Axis(extents[i], from[i], to[i]))
                .toList();
        return new StridedBox(dtype.bytes(), axes, 0, 0);
    }

    /** The elements of both in their order. */
    static StridedBox row(DType dtype, int size) {
        return new StridedBox(dtype.bytes(), List.of(new Axis(size, 1, 1)), 0, 0);
    }

    StridedBox startingAt(int source, int target) {
        return new StridedBox(bytes, axes, source, target);
    }

    /** The same without axes of extent 1, neighbours joined that are one axis on both sides; has at least one axis. */
    StridedBox merged() {
        List<Axis> merged = new ArrayList<>();
        for (Axis axis : axes) {
            if (axis.extent == 1) {
                continue;
            }
            Axis last = merged.isEmpty() ? axis : merged.getLast();
            boolean joins = !merged.isEmpty()
                    && last.from == (long) axis.from * axis.extent
                    && last.to == (long) axis.to * axis.extent;
            if (joins) {
                merged.removeLast();
            }
            merged.add(joins ? new Axis(last.extent * axis.extent, axis.from, axis.to) : axis);
        }
        return new StridedBox(bytes, merged.isEmpty() ? List.of(new Axis(1, 1, 1)) : merged, from, to);
    }

    /** The same in the largest elements of which whole numbers make up every run, step and start. */
    StridedBox widened() {
        for (int wide = WIDEST; wide > bytes; wide /= 2) {
            int factor = wide / bytes;
            if (wide != Short.BYTES && axes.getLast().isRun() && divides(factor)) {
                return in(factor);
            }
        }
        return this;
    }

    private boolean divides(int factor) {
        boolean divides = axes.getLast().extent % factor == 0 && from % factor == 0 && to % factor == 0;
        for (Axis axis : axes.subList(0, axes.size() - 1)) {
            divides &= axis.from % factor == 0 && axis.to % factor == 0;
        }
        return divides;
    }

    private StridedBox in(int factor) {
        List<Axis> wide = new ArrayList<>();
        for (Axis axis : axes.subList(0, axes.size() - 1)) {
            wide.add(new Axis(axis.extent, axis.from / factor, axis.to / factor));
        }
        wide.add(new Axis(axes.getLast().extent / factor, 1, 1));
        return new StridedBox(bytes * factor, wide, from / factor, to / factor);
    }

    /** Extent of the innermost axis. */
    int row() {
        return axes.getLast().extent;
    }

    /** Number of rows along the innermost axis. */
    int rows() {
        return axes.subList(0, axes.size() - 1).stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
    }

    /** The axes that count rows, for the kernel's define {@code AXES}. */
    int rowAxes() {
        return axes.size() - 1;
    }

    /** The fields of {@code Box} in {@code kernels/common/box.h}; axes that there are not have extent 1. */
    int[] fields(int piece) {
        Axis row = axes.getLast();
        int[] head = {row.extent, row.from, row.to, from, to, piece};
        int most = MOST_AXES - 1;
        int[] fields = Arrays.copyOf(head, head.length + 3 * most);
        Arrays.fill(fields, head.length, head.length + most, 1);
        for (int i = 0; i < rowAxes(); i++) {
            Axis axis = axes.get(i);
            fields[head.length + i] = axis.extent;
            fields[head.length + most + i] = axis.from;
            fields[head.length + 2 * most + i] = axis.to;
        }
        return fields;
    }
}
