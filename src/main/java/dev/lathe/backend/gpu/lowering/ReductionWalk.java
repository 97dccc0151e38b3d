package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The axes of a tensor that a reduction keeps and those that it reduces, outermost first, neighbours of one kind
 * joined. There is at least one of each kind.
 */
record ReductionWalk(List<Axis> kept, List<Axis> reduced) {
    static final String TOO_MANY_AXES = "more than 4 separate groups of axes are kept or reduced";
    /** As {@code kernels/reduce/reduction.h} has it. */
    private static final int MOST_AXES = 4;

    /** So many elements, {@code step} apart. */
    record Axis(int extent, int step) {}

    static ReductionWalk of(Shape x, boolean[] reduced) {
        ReductionWalk walk = new ReductionWalk(new ArrayList<>(), new ArrayList<>());
        int[] steps = x.strides();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (x.dim(axis) != 1) {
                add(reduced[axis] ? walk.reduced : walk.kept, new Axis(x.dim(axis), steps[axis]));
            }
        }
        for (List<Axis> axes : List.of(walk.kept, walk.reduced)) {
            if (axes.isEmpty()) {
                axes.add(new Axis(1, 1));
            }
        }
        return walk;
    }

    private static void add(List<Axis> axes, Axis axis) {
        boolean joins = !axes.isEmpty() && axes.getLast().step == axis.step * axis.extent;
        int before = joins ? axes.removeLast().extent : 1;
        axes.add(new Axis(before * axis.extent, axis.step));
    }

    /** Whether the kernels can walk it. */
    boolean fits() {
        return kept.size() <= MOST_AXES && reduced.size() <= MOST_AXES + 1;
    }

    int results() {
        return product(kept);
    }

    /** Elements behind one result that lie next to one another; 1 if none do. */
    int run() {
        return reduced.getLast().step == 1 ? reduced.getLast().extent : 1;
    }

    private static int product(List<Axis> axes) {
        return axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
    }

    /** The struct {@code Walk} of {@code kernels/reduce/reduction.h}. */
    int[] fields() {
        List<Axis> outer = reduced.subList(0, reduced.size() - 1);
        int[] fields = new int[4 + 4 * MOST_AXES];
        fields[0] = results();
        fields[1] = product(outer);
        fields[2] = reduced.getLast().extent;
        fields[3] = reduced.getLast().step;
        put(kept, fields, 4);
        put(outer, fields, 4 + 2 * MOST_AXES);
        return fields;
    }

    /** Extents from {@code at} on, steps {@link #MOST_AXES} further; axes that there are not have extent 1. */
    private static void put(List<Axis> axes, int[] fields, int at) {
        Arrays.fill(fields, at, at + MOST_AXES, 1);
        for (int i = 0; i < axes.size(); i++) {
            fields[at + i] = axes.get(i).extent;
            fields[at + MOST_AXES + i] = axes.get(i).step;
        }
    }
}
