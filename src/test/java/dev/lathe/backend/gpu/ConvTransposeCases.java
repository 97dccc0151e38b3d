package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Transposed convolutions. */
final class ConvTransposeCases {
    private static final Padding ONE = new Padding.Explicit(List.of(1, 1), List.of(1, 1));

    private ConvTransposeCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        cases.add(of("2x2/2", op(2, 1, Padding.NONE, 1), shape(2, 3, 5, 7), shape(3, 4, 2, 2), 4));
        cases.add(of("3x3/1, padded", op(1, 1, ONE, 1), shape(1, 2, 7, 6), shape(2, 9, 3, 3), 9));
        cases.add(of("4x4/2, padded", op(2, 1, ONE, 1), shape(1, 3, 3, 5), shape(3, 7, 4, 4), 0));
        cases.add(of("3x3/2, dilated by 2", op(2, 2, ONE, 1), shape(1, 3, 4, 3), shape(3, 1, 3, 3), 1));
        cases.add(of("2x2/4, gaps", op(4, 1, Padding.NONE, 1), shape(1, 2, 3, 3), shape(2, 2, 2, 2), 2));
        cases.add(of("3x3/6, dilated by 4", op(6, 4, Padding.NONE, 1), shape(1, 2, 3, 3), shape(2, 1, 3, 3), 1));
        cases.add(of("groups", op(2, 1, Padding.NONE, 3), shape(2, 6, 3, 4), shape(6, 2, 3, 2), 6));
        cases.add(of("each channel alone", op(2, 1, ONE, 5), shape(1, 5, 4, 4), shape(5, 1, 4, 4), 5));
        cases.add(of("same", op(2, 1, new Padding.SameUpper(), 1), shape(1, 2, 4, 5), shape(2, 3, 3, 3), 0));
        Window line = new Window(List.of(), List.of(3), List.of(), Padding.NONE);
        ConvTranspose along = new ConvTranspose(line, 1, List.of(2), List.of());
        cases.add(of("along a line", along, shape(2, 3, 7), shape(3, 2, 4), 2));
        Window block = new Window(List.of(), List.of(2, 1, 3), List.of(1, 2, 1), Padding.NONE);
        ConvTranspose solid = new ConvTranspose(block, 1, List.of(), List.of(5, 8, 9));
        cases.add(of("blocks of a given shape", solid, shape(1, 2, 3, 4, 3), shape(2, 3, 2, 2, 3), 3));
        return cases;
    }

    private static ConvTranspose op(int stride, int dilation, Padding padding, int groups) {
        Window window = new Window(List.of(), List.of(stride, stride), List.of(dilation, dilation), padding);
        return new ConvTranspose(window, groups, List.of(), List.of());
    }

    private static Shape shape(int... dims) {
        return Shape.of(dims);
    }

    /** {@code filters} is the length of the bias, 0 for none. */
    private static OpCase of(String name, ConvTranspose op, Shape x, Shape w, int filters) {
        List<@Nullable Tensor> operands = Arrays.asList(
                RandomTensors.floats(new Random(1), x.dims()),
                RandomTensors.floats(new Random(2), w.dims()),
                filters == 0 ? null : RandomTensors.floats(new Random(3), filters));
        int terms = x.dim(1) / op.groups() * w.product(2, w.rank()) + 1;
        return new OpCase("ConvTranspose " + name, op, operands, 2, terms + 1, terms);
    }
}
