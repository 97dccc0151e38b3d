package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * Operands data, pads (begin of each axis, then end; negative ones crop), optional constant, optional axes.
 *
 * <p>What is cropped is gone before the border is drawn: a border reflects or repeats what remains.
 */
public record Pad(Mode mode) implements Op {
    /** What fills the border; REFLECT does not repeat the edge, EDGE does, WRAP continues from the other side. */
    public enum Mode {
        CONSTANT,
        REFLECT,
        EDGE,
        WRAP
    }

    /** Elements added (negative: cropped) before and after each axis of the data. Not to be written. */
    public record Border(int[] begin, int[] end) {}

    @Override
    public Set<Integer> parameters() {
        return Set.of(1, 3);
    }

    @Override
    public List<TensorType> infer(Operands in) {
        Border border = resolve(in);
        int[] dims = in.shape(0).dims();
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Axes.extent(this, (long) dims[i] + border.begin[i] + border.end[i]);
        }
        return List.of(new TensorType(in.dtype(0), Shape.of(dims)));
    }

    /** Checks all operands and tells the border of every axis. */
    public Border resolve(Operands in) {
        Check.count(this, in, 2, 4);
        Shape x = in.shape(0);
        if (in.has(2)) {
            check(this, in.dtype(2) == in.dtype(0), "operand 2 is %s, operand 0 %s", in.type(2), in.type(0));
            check(this, in.shape(2).size() == 1, "operand 2 (constant) is %s, wanted one element", in.type(2));
        }
        long[] pads = Axes.longs(this, in, 1, "pads");
        int count = in.has(3) ? in.shape(3).size() : x.rank();
        check(this, pads.length == 2L * count, "operand 1 (pads) has %d entries for %d axes", pads.length, count);
        int[] axes = Axes.orFirst(this, in, 3, count, x.rank());
        Border border = new Border(new int[x.rank()], new int[x.rank()]);
        for (int i = 0; i < count; i++) {
            border.begin[axes[i]] = narrow(pads[i]);
            border.end[axes[i]] = narrow(pads[count + i]);
            checkCrop(axes[i], x.dim(axes[i]), pads[i], pads[count + i]);
        }
        return border;
    }

    private void checkCrop(int axis, int extent, long begin, long end) {
        long rest = extent + Math.min(begin, 0) + Math.min(end, 0);
        if (rest < 0) {
            throw Check.refusal(this, "pads %d and %d crop more than axis %d, %d, has", begin, end, axis, extent);
        }
        if (rest == 0 && mode != Mode.CONSTANT && (begin > 0 || end > 0)) {
            throw Check.refusal(
                    this, "pads %d and %d leave no element of axis %d, %d, to repeat", begin, end, axis, extent);
        }
    }

    private int narrow(long pad) {
        check(this, pad >= -Integer.MAX_VALUE, "operand 1 (pads) has the entry %d", pad);
        return Axes.extent(this, pad);
    }

    /**
     * Where each position of the padded axis comes from: a position of the unpadded one, or -1 for the constant.
     *
     * @param extent of the axis before padding
     */
    public int[] sources(int extent, int begin, int end) {
        int crop = Math.max(-begin, 0);
        int rest = extent - crop - Math.max(-end, 0);
        int[] sources = new int[extent + begin + end];
        for (int i = 0; i < sources.length; i++) {
            int at = i - Math.max(begin, 0);
            sources[i] = at >= 0 && at < rest ? crop + at : outside(at, rest, crop);
        }
        return sources;
    }

    private int outside(int at, int rest, int crop) {
        return switch (mode) {
            case CONSTANT -> -1;
            case EDGE -> crop + (at < 0 ? 0 : rest - 1);
            case WRAP -> crop + Math.floorMod(at, rest);
            case REFLECT -> crop + mirrored(at, rest);
        };
    }

    private static int mirrored(int at, int extent) {
        if (extent == 1) {
            return 0;
        }
        int period = (int) Math.floorMod((long) at, 2L * (extent - 1));
        return period < extent ? period : (int) (2L * (extent - 1) - period);
    }
}
