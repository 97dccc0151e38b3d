package dev.lathe.bench.roofline;

import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One node of a network with the types of its operands.
 *
 * @param follows whether the layer before gives its result to this one and nobody else
 */
record Layer(String name, boolean follows, Op op, Operands operands) {
    private static final int TAPS_OF_3X3 = 9;

    boolean isConv() {
        return op instanceof Conv;
    }

    /** Multiply-adds of a convolution as it is defined; 0 of anything else. */
    double macs() {
        if (!isConv()) {
            return 0;
        }
        Shape w = operands.shape(1);
        Shape y = op.infer(operands).getFirst().shape();
        return (double) y.size() * w.product(1, w.rank());
    }

    /** Whether Tucker's decomposition is for it: more than a few channels and a 3x3 window. */
    boolean isDecomposable() {
        return op instanceof Conv conv
                && conv.groups() == 1
                && operands.shape(1).product(2, operands.shape(1).rank()) == TAPS_OF_3X3
                && operands.shape(1).dim(1) > TAPS_OF_3X3;
    }

    /** The three convolutions that stand for it with so large a part of channels and filters as ranks. */
    Stream<Layer> decomposed(double rate) {
        if (!isDecomposable()) {
            return Stream.of(this);
        }
        Conv conv = (Conv) op;
        Shape x = operands.shape(0);
        Shape w = operands.shape(1);
        int in = rank(w.dim(1), rate);
        int out = rank(w.dim(0), rate);
        Window point = new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(0, 0), List.of(0, 0)));
        Layer first = of(name + ".in", follows, new Conv(point, 1, Epilogue.NONE), x, Shape.of(in, w.dim(1), 1, 1));
        Layer core = of(
                name + ".core",
                true,
                new Conv(conv.window(), 1, Epilogue.NONE),
                first.result(),
                Shape.of(out, in, w.dim(2), w.dim(3)));
        Layer last = of(
                name + ".out",
                true,
                new Conv(point, 1, new Epilogue(false, conv.epilogue().activation())),
                core.result(),
                Shape.of(w.dim(0), out, 1, 1),
                Shape.of(w.dim(0)));
        return Stream.of(first, core, last);
    }

    private static int rank(int extent, double rate) {
        return Math.clamp((int) Math.ceil(extent * rate), 1, extent);
    }

    private Shape result() {
        return op.infer(operands).getFirst().shape();
    }

    private static Layer of(String name, boolean follows, Op op, Shape... operands) {
        return new Layer(
                name,
                follows,
                op,
                Operands.ofTypes(Stream.of(operands).map(TensorType::float32).toArray(TensorType[]::new)));
    }

    /** Bytes of all operands and results. */
    double bytes() {
        double read = IntStream.range(0, operands.count())
                .filter(operands::has)
                .mapToDouble(i -> operands.type(i).bytes())
                .sum();
        return read + op.infer(operands).stream().mapToDouble(TensorType::bytes).sum();
    }
}
