package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A result and up to three operands that numpy's rules widen to it, without axes of extent 1 and with neighbouring axes
 * joined that all operands walk as one. At least one axis; an operand's step along the last one is 0 or 1.
 *
 * @param extents outermost first
 * @param steps for each operand what it moves on along each axis
 */
record Broadcasting(List<Integer> extents, List<List<Integer>> steps) {
    static final String TOO_MANY_AXES = "the operands broadcast along more than 9 separate axes";
    /** Those that count rows, as {@code kernels/common/broadcast.h} has it. */
    private static final int MOST_AXES = 8;

    private static final int OPERANDS = 3;

    /** {@code operands} broadcast to exactly {@code result}, which is not empty. */
    static Broadcasting of(Shape result, Shape... operands) {
        Broadcasting axes = new Broadcasting(new ArrayList<>(), new ArrayList<>());
        for (Shape _ : operands) {
            axes.steps.add(new ArrayList<>());
        }
        for (int axis = 0; axis < result.rank(); axis++) {
            if (result.dim(axis) > 1) {
                axes.add(result.dim(axis), steps(axis - result.rank(), operands));
            }
        }
        if (axes.extents.isEmpty()) {
            axes.add(1, steps(0, operands));
        }
        return axes;
    }

    /** Steps of {@code operands} along {@code axis}, which counts from the end: -1 is the last. */
    private static List<Integer> steps(int axis, Shape... operands) {
        List<Integer> steps = new ArrayList<>();
        for (Shape shape : operands) {
            int own = shape.rank() + axis;
            boolean moves = axis < 0 && own >= 0 && shape.dim(own) > 1;
            steps.add(moves ? shape.product(own + 1, shape.rank()) : 0);
        }
        return steps;
    }

    /** Appends an axis, or joins it with the last one. */
    private void add(int extent, List<Integer> along) {
        boolean joins = !extents.isEmpty();
        for (int i = 0; i < along.size() && joins; i++) {
            joins = steps.get(i).getLast() == (long) along.get(i) * extent;
        }
        int before = joins ? extents.removeLast() : 1;
        extents.add(before * extent);
        for (int i = 0; i < along.size(); i++) {
            if (joins) {
                steps.get(i).removeLast();
            }
            steps.get(i).add(along.get(i));
        }
    }

    /** Whether the kernels can walk it. */
    boolean fits() {
        return extents.size() <= MOST_AXES + 1;
    }

    int columns() {
        return extents.getLast();
    }

    int rows() {
        return extents.subList(0, extents.size() - 1).stream().reduce(1, (a, b) -> a * b);
    }

    /** {@code kernel} with one work-item for every element and the defines of {@code common/broadcast.h}. */
    Launch launch(String kernel, Call call) {
        Launch launch = Launch.of(kernel, Grid.box(call.device().group(), columns(), rows()));
        if (extents.size() > 1) {
            launch = launch.define("AXES", extents.size() - 1);
        }
        for (int i = 0; i < steps.size(); i++) {
            launch = launch.define("STEP_" + i, steps.get(i).getLast());
        }
        return launch;
    }

    /** The struct {@code Rows} of {@code common/broadcast.h}; axes that there are not have extent 1. */
    int[] fields() {
        int[] fields = new int[2 + (1 + OPERANDS) * MOST_AXES];
        fields[0] = columns();
        fields[1] = rows();
        Arrays.fill(fields, 2, 2 + MOST_AXES, 1);
        for (int axis = 0; axis < extents.size() - 1; axis++) {
            fields[2 + axis] = extents.get(axis);
            for (int i = 0; i < steps.size(); i++) {
                fields[2 + (1 + i) * MOST_AXES + axis] = steps.get(i).get(axis);
            }
        }
        return fields;
    }
}
