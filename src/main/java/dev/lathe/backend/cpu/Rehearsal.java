package dev.lathe.backend.cpu;

import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs small convolutions and a pool while the first model is still read: vectors that nobody has compiled yet are
 * objects, and ten thousand times as slow (docs/decisions/0016-rehearsal.md). Only what most networks spend their time
 * in, as the compiler has but one queue. Once for each JVM, on a thread of its own that ends when the first model runs,
 * or after about {@link #MOST_NANOSECONDS}.
 */
final class Rehearsal {
    /** Runs of a piece before the next one has its turn. */
    private static final int TOGETHER = 4;

    /** Terms of a tile: with more of them the JVM compiles the loop over them first, and then the tile once more. */
    private static final int TERMS = 16;

    /** Two panels for vectors of 512 bits. */
    private static final int FILTERS = 64;

    /** No round begins later. */
    private static final long MOST_NANOSECONDS = 1_500_000_000L;

    /** After each round: the compiler needs a core, too. */
    private static final long PAUSE_NANOSECONDS = 5_000_000;

    private static final AtomicBoolean ENDED = new AtomicBoolean();

    private static final AtomicReference<@Nullable Thread> THREAD = new AtomicReference<>();

    /** A kernel and what it works on. */
    private record Piece(Kernel kernel, List<@Nullable Tensor> in, List<@Nullable Tensor> out) {}

    private Rehearsal() {}

    /**
     * Begins, unless it has begun.
     *
     * @param runs of a model, about: for one, Winograd's method is left out
     */
    static Thread begin(int runs) {
        Thread mine = Thread.ofPlatform().daemon().name("lathe-cpu-rehearsal").unstarted(() -> perform(runs));
        Thread first = THREAD.compareAndExchange(null, mine);
        if (first == null) {
            mine.start();
            return mine;
        }
        return first;
    }

    /** A model runs: from now on, what is needed is compiled for its own sake. */
    static void end() {
        ENDED.set(true);
    }

    private static void perform(int runs) {
        long start = System.nanoTime();
        try (WorkerPool alone = new WorkerPool(1)) {
            List<Runnable> calls = calls(runs, alone);
            while (!ENDED.get() && System.nanoTime() - start < MOST_NANOSECONDS) {
                for (Runnable call : calls) {
                    for (int i = 0; i < TOGETHER && !ENDED.get(); i++) {
                        call.run();
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOSECONDS);
            }
        }
    }

    /** What is played in turns. */
    static List<Runnable> calls(int runs, Workers alone) {
        List<Runnable> calls = new ArrayList<>();
        calls.add(tiles());
        if (runs > 1) {
            MicroKernels.PREFETCH.ifPresent(kernel -> calls.add(prefetchingTiles(kernel)));
        }
        pieces(runs).forEach(piece -> calls.add(() -> piece.kernel.run(piece.in, piece.out, alone)));
        return calls;
    }

    /** A tile of all rows and one of half of them; then once more, on top of what they gave. */
    private static Runnable tiles() {
        MicroKernel kernel = MicroKernels.BEST;
        int rows = MicroKernels.ROWS + MicroKernels.ROWS / 2;
        int unit = MicroKernels.COLUMNS;
        MicroKernel.Rows left = Tiles.rows(new float[TERMS * rows], 0, rows, TERMS);
        MicroKernel.Panels right = new MicroKernel.Panels(new float[TERMS * unit], 0, 0, 2, unit);
        int step = Packing.roundUp(rows, MicroKernels.ROWS) * unit;
        float[] sums = new float[2 * step];
        return () -> {
            for (boolean again : new boolean[] {false, true}) {
                kernel.multiply(left, 0, rows, 0, TERMS, right, sums, 0, step, again);
            }
        };
    }

    private static Runnable prefetchingTiles(PrefetchKernel kernel) {
        float[] x = new float[kernel.rows() * kernel.pitch()];
        float[] b = new float[3 * TERMS * kernel.columns()];
        PrefetchKernel.Ask ask = new PrefetchKernel.Ask(b, 0);
        float[] sums = new float[kernel.rows() * kernel.columns()];
        return () -> {
            for (boolean again : new boolean[] {false, true}) {
                kernel.multiply(x, 0, kernel.rows(), TERMS, b, 0, ask, sums, 0, again);
            }
            kernel.multiplyFourth(x, 0, kernel.rows(), TERMS, b, 0, sums, 0);
        };
    }

    /** Convolutions by tiles of all rows and of half of them, without and with a residual, and a pool. */
    private static List<Piece> plain() {
        int positions = MicroKernels.ROWS + MicroKernels.ROWS / 2;
        Tensor image = values(1, TERMS, 1, positions);
        Tensor filters = values(FILTERS, TERMS, 1, 1);
        Tensor residual = values(1, FILTERS, 1, positions);
        Pool pool = new Pool(
                Pool.Kind.MAX,
                new Window(List.of(3, 3), List.of(2, 2), List.of(), Padding.NONE),
                false,
                false,
                2,
                false);
        return List.of(
                direct(image, filters, values(FILTERS)),
                direct(image, filters, values(FILTERS), residual),
                piece(pool, in -> new ChannelPool(pool, in.shape(0)), values(1, TERMS, 5, 5)));
    }

    /** @param in image, filters, bias, and a residual or none */
    private static Piece direct(Tensor... in) {
        Conv op = conv(0, in.length > 3);
        return piece(op, operands -> new DirectConv(op, operands, Place.alone(FILTERS)), in);
    }

    /** With Winograd's method. */
    private static List<Piece> all() {
        Conv op = conv(1, false);
        Place place = Place.alone(FILTERS);
        Tensor filters = values(FILTERS, TERMS, 3, 3);
        Tensor large = values(1, TERMS, 14, 14);
        Tensor small = values(1, TERMS, 7, 7);
        Tensor bias = values(FILTERS);
        WinogradLoops two = MicroKernels.WINOGRAD_TWO;
        WinogradLoops four = MicroKernels.WINOGRAD_FOUR;
        List<Piece> all = new ArrayList<>(plain());
        all.add(piece(op, in -> new WinogradConv(op, in, four, place), large, filters, bias));
        all.add(piece(op, in -> new WinogradConv(op, in, two, place), small, filters, bias));
        MicroKernels.STREAM.ifPresent(kernel ->
                all.add(piece(op, in -> new StreamedWinograd(op, in, two, kernel, place), small, filters, bias)));
        return all;
    }

    private static List<Piece> pieces(int runs) {
        return runs == 1 ? plain() : all();
    }

    /** What is played, for tests. */
    static List<Kernel> kernels(int runs) {
        return pieces(runs).stream().map(Piece::kernel).toList();
    }

    private static Conv conv(int pad, boolean residual) {
        List<Integer> pads = List.of(pad, pad);
        Window window = new Window(List.of(), List.of(), List.of(), new Padding.Explicit(pads, pads));
        return new Conv(window, 1, new Epilogue(residual, new Activation.Relu()));
    }

    private static Piece piece(Op op, Function<Operands, Kernel> kernel, Tensor... in) {
        Operands known = Operands.ofValues(List.of(in));
        return new Piece(
                kernel.apply(known),
                List.of(in),
                List.of(Tensor.zeros(op.infer(known).get(0))));
    }

    private static Tensor values(int... shape) {
        Tensor values = Tensor.zeros(TensorType.float32(Shape.of(shape)));
        for (int i = 0; i < values.size(); i++) {
            values.floats()[i] = i % 7 / 7f - 0.4f;
        }
        return values;
    }
}
