package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the elements of a dense target come from, axis by axis: borders, and neighbours picked by nearness. No extent
 * is 0.
 *
 * @param axes outermost first, at least one
 */
record MappedBox(List<Axis> axes) {
    /** Fields of {@code Mapping} before those that each axis has. */
    private static final int HEAD = 3;

    /**
     * One axis of the target.
     *
     * @param step distance of neighbours in the source
     * @param places position in the source of each position of the target, -1 for none; empty: the same positions
     */
    record Axis(int extent, int step, int[] places) {
        private boolean isWhole() {
            return places.length == 0;
        }
    }

    MappedBox {
        axes = List.copyOf(axes);
    }

    /** From {@code maps}, one for each axis of the source {@code x}; axes that stay as they are are joined. */
    static MappedBox of(Shape x, List<int[]> maps) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            int step = x.strides()[i];
            boolean whole = isIdentity(maps.get(i), x.dim(i));
            if (whole && !axes.isEmpty() && axes.getLast().isWhole()) {
                axes.add(new Axis(axes.removeLast().extent * x.dim(i), step, new int[0]));
            } else {
                axes.add(new Axis(maps.get(i).length, step, whole ? new int[0] : maps.get(i)));
            }
        }
        return new MappedBox(axes.isEmpty() ? List.of(new Axis(1, 1, new int[0])) : axes);
    }

    private static boolean isIdentity(int[] map, int extent) {
        boolean identity = map.length == extent;
        for (int i = 0; identity && i < extent; i++) {
            identity = map[i] == i;
        }
        return identity;
    }

    /** Operand 0 to result 0; {@code filling} goes where nothing comes from. As {@code move/copy_mapped}. */
    Lowered lower(Arg filling, Call call) {
        if (axes.size() > StridedBox.MOST_AXES) {
            return new Lowered.Refused(Copies.TOO_MANY_AXES);
        }
        DType dtype = call.result(0).dtype();
        int row = axes.getLast().extent;
        Pieces pieces = Pieces.of(call.result(0).shape().size() / row, row, call.device());
        return Lowered.of(Launch.of("move/copy_mapped", pieces.grid())
                .define("T", Copies.element(dtype.bytes()))
                .define("AXES", axes.size() - 1)
                .operands(0)
                .table(table())
                .with(List.of(filling))
                .result(0)
                .ints(pieces.items())
                .struct(fields(pieces.length())));
    }

    /** The tables of all axes that have one, in turn, as offsets in the source. */
    Tensor table() {
        int[] table = axes.stream()
                .flatMapToInt(axis -> Arrays.stream(axis.places).map(place -> place < 0 ? -1 : place * axis.step))
                .toArray();
        return Tensor.of(Shape.of(table.length), table);
    }

    /** The fields of {@code Mapping} in {@code kernels/move/copy_mapped.cl}; axes that there are not have extent 1. */
    int[] fields(int piece) {
        int most = StridedBox.MOST_AXES - 1;
        int[] fields = new int[HEAD + 3 * most];
        Arrays.fill(fields, HEAD, HEAD + most, 1);
        Arrays.fill(fields, HEAD + 2 * most, fields.length, -1);
        int start = 0;
        for (int i = 0; i < axes.size() - 1; i++) {
            Axis axis = axes.get(i);
            fields[HEAD + i] = axis.extent;
            fields[HEAD + most + i] = axis.step;
            fields[HEAD + 2 * most + i] = axis.isWhole() ? -1 : start;
            start += axis.places.length;
        }
        fields[0] = axes.getLast().extent;
        fields[1] = axes.getLast().isWhole() ? -1 : start;
        fields[2] = piece;
        return fields;
    }
}
