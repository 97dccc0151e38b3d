package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.List;

/** Launches of kernels that move elements without looking at them; their size decides the program. */
final class Copies {
    static final String TOO_MANY_AXES = "the elements lie along more than " + StridedBox.MOST_AXES + " separate axes";

    private Copies() {}

    /** Operand 0 to result 0, through {@code box}, as {@code move/copy_strided}. */
    static Lowered single(StridedBox box, Call call) {
        StridedBox merged = box.merged();
        return merged.axes().size() > StridedBox.MOST_AXES
                ? new Lowered.Refused(TOO_MANY_AXES)
                : Lowered.of(strided(new Arg.Operand(0), new Arg.Result(0), merged, call));
    }

    /** {@code box} has at most {@link StridedBox#MOST_AXES} axes when merged. */
    static Launch strided(Arg source, Arg target, StridedBox box, Call call) {
        StridedBox wide = box.merged().widened();
        Pieces pieces = Pieces.of(wide.rows(), wide.row(), call.device());
        return Launch.of("move/copy_strided", pieces.grid())
                .define("T", element(wide.bytes()))
                .define("AXES", wide.rowAxes())
                .with(List.of(source, target))
                .ints(pieces.items())
                .struct(wide.fields(pieces.length()));
    }

    /** {@code values} to result {@code index}. */
    static Launch table(Tensor values, int index, Call call) {
        return strided(
                new Arg.Table(values), new Arg.Result(index), StridedBox.row(values.dtype(), values.size()), call);
    }

    /** The one element of {@code value} to all {@code size} elements of {@code target}, as {@code move/fill}. */
    static Launch fill(Arg value, Arg target, DType dtype, int size, Call call) {
        return Launch.of("move/fill", call.cover(size))
                .define("T", element(dtype.bytes()))
                .with(List.of(value, target))
                .ints(size);
    }

    /** The type of the kernels' dialect that moves {@code bytes} bytes. */
    static String element(int bytes) {
        return switch (bytes) {
            case 1 -> "uchar";
            case Integer.BYTES -> "int";
            case Long.BYTES -> "long";
            default -> throw new IllegalArgumentException("no element has " + bytes + " bytes");
        };
    }
}
