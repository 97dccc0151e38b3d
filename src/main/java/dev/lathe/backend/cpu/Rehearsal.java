package dev.lathe.backend.cpu;

import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the kernels that convolutional networks spend their time in on a few small planes, while the first model is
 * still read: vectors that nobody has compiled yet are objects, and ten thousand times as slow
 * (docs/decisions/0016-rehearsal.md). Once for each JVM, on a thread of its own that ends after about
 * {@link #MOST_NANOSECONDS}.
 */
final class Rehearsal {
    /** Calls, after which the best compiler has seen enough. */
    private static final int TILES = 1500;

    /** Terms of a call: with more of them the JVM compiles a tile's loop first, and then the tile once more. */
    private static final int TERMS = 16;

    private static final int MOST_ROUNDS = 400;
    /** No round begins later. */
    private static final long MOST_NANOSECONDS = 1_500_000_000L;

    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());
    private static final Epilogue SUM = new Epilogue(true, new Activation.Relu());

    /** A kernel and what it works on. */
    private record Piece(Kernel kernel, List<@Nullable Tensor> in, List<@Nullable Tensor> out) {
        static Piece of(Op op, Tensor... operands) {
            return of(
                    op,
                    known -> ChannelKernels.accepts(op, known, _ -> true)
                            ? ChannelKernels.prepare(op, known, WinogradChoice.MODEL)
                            : CpuKernels.prepare(op, known),
                    operands);
        }

        static Piece of(Op op, Function<Operands, Kernel> kernel, Tensor... operands) {
            List<@Nullable Tensor> in = new ArrayList<>(List.of(operands));
            Operands known = Operands.ofValues(in);
            List<@Nullable Tensor> out = new ArrayList<>();
            op.infer(known).forEach(type -> out.add(Tensor.zeros(type)));
            return new Piece(kernel.apply(known), in, out);
        }
    }

    /** The one of this JVM: it begins when it is first asked for. */
    private static final class Once {
        static final Thread THREAD =
                Thread.ofPlatform().daemon().name("lathe-cpu-rehearsal").start(Rehearsal::perform);
    }

    private Rehearsal() {}

    /** Begins, unless it has begun. */
    static Thread begin() {
        return Once.THREAD;
    }

    private static void perform() {
        long start = System.nanoTime();
        tiles();
        List<Piece> pieces = pieces();
        try (WorkerPool alone = new WorkerPool(1)) {
            for (int round = 0; round < MOST_ROUNDS && System.nanoTime() - start < MOST_NANOSECONDS; round++) {
                pieces.forEach(piece -> piece.kernel.run(piece.in, piece.out, alone));
            }
        }
    }

    /** Register tiles first: all others wait for them. */
    private static void tiles() {
        MicroKernel kernel = MicroKernels.BEST;
        int rows = kernel.rows();
        MicroKernel.Rows left = Tiles.rows(new float[TERMS * rows], 0, rows, TERMS);
        float[] b = new float[TERMS * kernel.columns()];
        float[] sums = new float[2 * rows * kernel.columns()];
        for (int i = 0; i < TILES; i++) {
            int count = i % 3 == 0 ? 1 : rows;
            for (int width = kernel.columns(); width >= kernel.columns() / 2; width /= 2) {
                MicroKernel.Panels right = new MicroKernel.Panels(b, 0, 0, 2, width);
                kernel.multiply(left, 0, count, 0, TERMS, right, sums, 0, rows * width, i % 2 > 0);
            }
        }
        MicroKernels.STREAM.ifPresent(Rehearsal::tiles);
    }

    private static void tiles(StreamKernel kernel) {
        float[] a = new float[TERMS * kernel.rows()];
        float[] b = new float[TERMS * kernel.columns()];
        float[] sums = new float[kernel.rows() * kernel.columns()];
        for (int i = 0; i < TILES; i++) {
            kernel.multiply(a, 0, TERMS, b, 0, sums, 0, i % 2 > 0);
        }
    }

    /** What is played, for tests: which kernel a piece gets hangs on the order of CpuKernels. */
    static List<Kernel> kernels() {
        return pieces().stream().map(Piece::kernel).toList();
    }

    private static List<Piece> pieces() {
        Tensor filters = values(32, 32, 3, 3);
        WinogradLoops two = MicroKernels.WINOGRAD_TWO;
        WinogradLoops four = MicroKernels.WINOGRAD_FOUR;
        Place place = Place.alone(filters.shape().dim(0));
        List<Piece> pieces = new ArrayList<>();
        pieces.add(winograd((op, in) -> new WinogradConv(op, in, four, place), values(1, 32, 14, 14), filters));
        pieces.add(winograd((op, in) -> new WinogradConv(op, in, two, place), values(1, 32, 7, 7), filters));
        MicroKernels.STREAM.ifPresent(kernel -> pieces.add(
                winograd((op, in) -> new StreamedWinograd(op, in, two, kernel, place), values(1, 32, 7, 7), filters)));
        pieces.addAll(others());
        return pieces;
    }

    private static List<Piece> others() {
        return List.of(
                conv(RELU, 2, 1, values(1, 24, 9, 9), values(48, 24, 3, 3), values(48)),
                conv(RELU, 2, 1, values(1, 3, 36, 36), values(16, 3, 3, 3), values(16)),
                conv(RELU, 1, 1, values(1, 32, 9, 9), values(64, 32, 1, 1), values(64)),
                conv(SUM, 1, 1, values(1, 64, 4, 4), values(224, 64, 1, 1), values(224), values(1, 224, 4, 4)),
                conv(RELU, 1, 1, values(1, 128, 12, 12), pruned(64, 128, 1, 1), values(64)),
                Piece.of(new Gemm(1, 1, false, true, RELU), values(1, 256), pruned(64, 256), values(64)),
                conv(RELU, 1, 40, values(1, 40, 12, 12), values(40, 1, 3, 3), values(40)),
                Piece.of(pool(), values(1, 20, 13, 13)),
                Piece.of(new Gemm(1, 1, false, true, RELU), values(1, 128), values(40, 128), values(40)));
    }

    private static Piece conv(Epilogue epilogue, int stride, int groups, Tensor... operands) {
        return Piece.of(op(epilogue, stride, groups, operands[1].shape().dim(2)), operands);
    }

    private static Piece winograd(BiFunction<Conv, Operands, Kernel> kernel, Tensor image, Tensor filters) {
        Conv op = op(RELU, 1, 1, WinogradMatrices.KERNEL);
        Tensor bias = values(filters.shape().dim(0));
        return Piece.of(op, known -> kernel.apply(op, known), image, filters, bias);
    }

    private static Conv op(Epilogue epilogue, int stride, int groups, int kernel) {
        int pad = kernel / 2;
        Window window = new Window(
                List.of(),
                List.of(stride, stride),
                List.of(),
                new Padding.Explicit(List.of(pad, pad), List.of(pad, pad)));
        return new Conv(window, groups, epilogue);
    }

    private static Pool pool() {
        Window window =
                new Window(List.of(3, 3), List.of(2, 2), List.of(), new Padding.Explicit(List.of(0, 0), List.of(0, 0)));
        return new Pool(Pool.Kind.MAX, window, false, false, 2, false);
    }

    /** One of thirty weights is kept. */
    private static Tensor pruned(int... shape) {
        Tensor values = values(shape);
        for (int i = 0; i < values.size(); i++) {
            values.floats()[i] = i % 30 == 0 ? 1 : 0;
        }
        return values;
    }

    private static Tensor values(int... shape) {
        Tensor values = Tensor.zeros(TensorType.float32(Shape.of(shape)));
        for (int i = 0; i < values.size(); i++) {
            values.floats()[i] = i % 7 / 7f - 0.4f;
        }
        return values;
    }
}
