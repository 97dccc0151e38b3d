package dev.lathe.bench.convolution;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** CLBlast with the weights on the device. Times are the host's clock, from queueing to {@code clFinish}. */
final class ClBlastContender implements Contender {
    static final String NAME = "clblast";

    private static final double NANOSECONDS = 1e6;

    private final ClBlast library;
    private final Operands operands;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment hostX;
    private final MemorySegment hostY;
    private final MemorySegment x;
    private final MemorySegment weights;
    private final MemorySegment y;
    private final float[] result;

    ClBlastContender(ClBlast library, Operands operands) {
        this.library = library;
        this.operands = operands;
        this.result = new float[operands.problem().output().size()];
        this.hostX = arena.allocateFrom(JAVA_FLOAT, operands.x());
        this.hostY = arena.allocate(JAVA_FLOAT, result.length);
        OpenClQueue queue = library.queue();
        this.x = queue.buffer(hostX.byteSize());
        this.y = queue.buffer(hostY.byteSize());
        MemorySegment hostWeights = arena.allocateFrom(JAVA_FLOAT, operands.weights());
        this.weights = queue.buffer(hostWeights.byteSize());
        queue.upload(hostWeights, weights);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Timing run() {
        long start = System.nanoTime();
        MemorySegment.copy(operands.x(), 0, hostX, JAVA_FLOAT, 0, operands.x().length);
        library.queue().upload(hostX, x);
        long uploaded = System.nanoTime();
        library.convolve(operands.problem(), x, weights, y);
        library.queue().finish();
        long computed = System.nanoTime();
        library.queue().download(y, hostY);
        MemorySegment.copy(hostY, JAVA_FLOAT, 0, result, 0, result.length);
        long end = System.nanoTime();
        return new Timing((computed - uploaded) / NANOSECONDS, (end - start) / NANOSECONDS);
    }

    @Override
    public float[] result() {
        return result;
    }

    @Override
    public void close() {
        library.queue().free(x);
        library.queue().free(y);
        library.queue().free(weights);
        arena.close();
    }
}
