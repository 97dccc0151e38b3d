package dev.lathe.bench.convolution;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * CLBlast on one OpenCL device: its {@code convgemm}, which is im2col and, whatever the size, the kernel that CLBlast
 * has for small products of matrices.
 */
final class ClBlast implements AutoCloseable {
    /** {@code CLBlastKernelModeCrossCorrelation}: what networks call convolution. */
    private static final int CROSS_CORRELATION = 151;

    private static final int EXTENTS = 13;

    private final NativeLibrary library =
            new NativeLibrary("libclblast.so.1", "install CLBlast: apt-get install libclblast1");
    private final NativeFunction convolve = convgemm();
    private final OpenClQueue queue;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment queuePointer;

    /** @param device its number, as {@link OpenClQueue} counts */
    ClBlast(int device) {
        queue = new OpenClQueue(device);
        queuePointer = arena.allocateFrom(ADDRESS, queue.handle());
    }

    private NativeFunction convgemm() {
        List<MemoryLayout> arguments = new ArrayList<>();
        arguments.add(JAVA_INT);
        arguments.addAll(Collections.nCopies(EXTENTS, JAVA_LONG));
        for (int buffer = 0; buffer < 3; buffer++) {
            arguments.add(ADDRESS);
            arguments.add(JAVA_LONG);
        }
        arguments.addAll(List.of(ADDRESS, ADDRESS));
        return library.function("CLBlastSconvgemm", JAVA_INT, arguments.toArray(MemoryLayout[]::new));
    }

    OpenClQueue queue() {
        return queue;
    }

    /** Queues one convolution; all but {@code problem} are buffers of {@link #queue}. */
    void convolve(Problem problem, MemorySegment x, MemorySegment weights, MemorySegment y) {
        long kernel = problem.kernel();
        long pad = problem.pad();
        long stride = problem.stride();
        long height = problem.height();
        long width = problem.width();
        convolve.check(
                CROSS_CORRELATION,
                (long) problem.channels(),
                height,
                width,
                kernel,
                kernel,
                pad,
                pad,
                stride,
                stride,
                1L,
                1L,
                (long) problem.filters(),
                1L,
                x,
                0L,
                weights,
                0L,
                y,
                0L,
                queuePointer,
                NULL);
    }

    /** Its sessions must be closed before. */
    @Override
    public void close() {
        library.function("CLBlastClearCache", JAVA_INT).check();
        queue.close();
        arena.close();
    }
}
