package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.op.Resampling;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a source those of a dense target are sums of, axis by axis. No extent is 0.
 *
 * @param axes outermost first
 */
record WeightedBox(List<Axis> axes) {
    private static final int MOST_AXES = 4;

    /**
     * One axis of the target.
     *
     * @param step distance of neighbours in the source
     * @param neighbours null where every position is its own only neighbour
     */
    record Axis(int extent, int step, @Nullable Resampling neighbours) {}

    WeightedBox {
        axes = List.copyOf(axes);
    }

    /** {@code resamplings} has one for each axis of the source {@code x}; axes that stay as they are are joined. */
    static WeightedBox of(Shape x, List<Resampling> resamplings) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            Resampling resampling = resamplings.get(i);
            int step = x.strides()[i];
            if (!resampling.isIdentity(x.dim(i))) {
                axes.add(new Axis(resampling.size(), step, resampling));
            } else if (!axes.isEmpty() && axes.getLast().neighbours == null) {
                axes.add(new Axis(axes.removeLast().extent * x.dim(i), step, null));
            } else {
                axes.add(new Axis(x.dim(i), step, null));
            }
        }
        return new WeightedBox(axes);
    }

    /** Operand 0 to result 0 as {@code resize/resize_weighted}; {@code filling} goes where an axis has no neighbour. */
    Lowered lower(Tensor filling, Call call) {
        if (axes.size() > MOST_AXES) {
            return new Lowered.Refused("resizes more than " + MOST_AXES + " separate axes");
        }
        DType dtype = call.result(0).dtype();
        boolean whole = dtype != DType.FLOAT32;
        int row = axes.isEmpty() ? 1 : axes.getLast().extent;
        Pieces pieces = Pieces.of(call.result(0).shape().size() / row, row, call.device());
        return Lowered.of(Launch.of("resize/resize_weighted", pieces.grid())
                .define("T", ElementNames.of(dtype))
                .define("SUM", whole ? "real" : "float")
                .define("WHOLE", whole ? 1 : 0)
                .operands(0)
                .table(places())
                .table(weights())
                .table(filling)
                .result(0)
                .ints(pieces.items())
                .struct(fields(pieces.length())));
    }

    /** For each axis with neighbours and each position: the first of them, where its weights begin, how many. */
    Tensor places() {
        List<Integer> places = new ArrayList<>();
        int begin = 1;
        for (Axis axis : axes) {
            for (int o = 0; axis.neighbours != null && o < axis.extent; o++) {
                int count = axis.neighbours.weights()[o].length;
                places.addAll(List.of(axis.neighbours.first()[o], begin, count));
                begin += count;
            }
        }
        int[] values = places.stream().mapToInt(Integer::intValue).toArray();
        return Tensor.of(Shape.of(values.length), values);
    }

    /** The weights in the order of {@link #places}, a 1 before them; each as two floats, the second mends the first. */
    Tensor weights() {
        List<Float> weights = new ArrayList<>(List.of(1f, 0f));
        for (Axis axis : axes) {
            for (int o = 0; axis.neighbours != null && o < axis.extent; o++) {
                for (double weight : axis.neighbours.weights()[o]) {
                    weights.add((float) weight);
                    weights.add((float) (weight - (float) weight));
                }
            }
        }
        float[] values = new float[weights.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.get(i);
        }
        return Tensor.of(Shape.of(values.length), values);
    }

    /** The fields of {@code Axes} in the kernel: axes of extent 1 come before those of this. */
    int[] fields(int piece) {
        int lead = MOST_AXES - axes.size();
        int[] fields = new int[3 * MOST_AXES + 1];
        int table = 0;
        for (int i = 0; i < MOST_AXES; i++) {
            Axis axis = i < lead ? new Axis(1, 0, null) : axes.get(i - lead);
            fields[i] = axis.extent;
            fields[MOST_AXES + i] = axis.step;
            fields[2 * MOST_AXES + i] = axis.neighbours == null ? -1 : table;
            table += axis.neighbours == null ? 0 : 3 * axis.extent;
        }
        fields[3 * MOST_AXES] = piece;
        return fields;
    }
}
