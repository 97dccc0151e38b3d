package dev.lathe.backend.cpu;

import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls register tiles and runs Winograd's method on a few small planes while the first model is still read: vectors
 * that nobody has compiled yet are objects, and ten thousand times as slow (docs/decisions/0016-rehearsal.md). Only
 * what most networks spend their time in, as the compiler has but one queue. Once for each JVM, on a thread of its own
 * that ends after {@link #ROUNDS} or about {@link #MOST_NANOSECONDS}.
 */
final class Rehearsal {
    /** Calls, after which the best compiler has seen enough. */
    private static final int TILES = 300;

    /** Terms of a call: with more of them the JVM compiles a tile's loop first, and then the tile once more. */
    private static final int TERMS = 16;

    private static final int ROUNDS = 100;

    /** No round begins later. */
    private static final long MOST_NANOSECONDS = 1_500_000_000L;

    /** A kernel and what it works on. */
    private record Piece(Kernel kernel, List<@Nullable Tensor> in, List<@Nullable Tensor> out) {}

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
            for (int round = 0; round < ROUNDS && System.nanoTime() - start < MOST_NANOSECONDS; round++) {
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
        MicroKernel.Panels right = new MicroKernel.Panels(b, 0, 0, 2, kernel.columns());
        float[] sums = new float[2 * rows * kernel.columns()];
        for (int i = 0; i < TILES; i++) {
            int count = i % 3 == 0 ? 1 : rows;
            kernel.multiply(left, 0, count, 0, TERMS, right, sums, 0, rows * kernel.columns(), i % 2 > 0);
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

    /** What is played, for tests. */
    static List<Kernel> kernels() {
        return pieces().stream().map(Piece::kernel).toList();
    }

    private static List<Piece> pieces() {
        Tensor filters = values(32, 32, 3, 3);
        WinogradLoops two = MicroKernels.WINOGRAD_TWO;
        WinogradLoops four = MicroKernels.WINOGRAD_FOUR;
        Place place = Place.alone(filters.shape().dim(0));
        List<Piece> pieces = new ArrayList<>();
        pieces.add(piece((op, in) -> new WinogradConv(op, in, four, place), values(1, 32, 14, 14), filters));
        pieces.add(piece((op, in) -> new WinogradConv(op, in, two, place), values(1, 32, 7, 7), filters));
        MicroKernels.STREAM.ifPresent(kernel -> pieces.add(
                piece((op, in) -> new StreamedWinograd(op, in, two, kernel, place), values(1, 32, 7, 7), filters)));
        return pieces;
    }

    private static Piece piece(BiFunction<Conv, Operands, Kernel> kernel, Tensor image, Tensor filters) {
        List<Integer> one = List.of(1, 1);
        Window window = new Window(List.of(), one, List.of(), new Padding.Explicit(one, one));
        Conv op = new Conv(window, 1, new Epilogue(false, new Activation.Relu()));
        List<@Nullable Tensor> in =
                List.of(image, filters, values(filters.shape().dim(0)));
        Operands known = Operands.ofValues(in);
        List<@Nullable Tensor> out = List.of(Tensor.zeros(op.infer(known).get(0)));
        return new Piece(kernel.apply(op, known), in, out);
    }

    private static Tensor values(int... shape) {
        Tensor values = Tensor.zeros(TensorType.float32(Shape.of(shape)));
        for (int i = 0; i < values.size(); i++) {
            values.floats()[i] = i % 7 / 7f - 0.4f;
        }
        return values;
    }
}
