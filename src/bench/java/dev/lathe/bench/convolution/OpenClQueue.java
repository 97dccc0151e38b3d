package dev.lathe.bench.convolution;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.lathe.error.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A queue of commands for one OpenCL device, in a context of its own. */
final class OpenClQueue implements AutoCloseable {
    private static final long ALL_DEVICES = 0xFFFFFFFFL;
    private static final long READ_WRITE = 1;
    private static final int BLOCKING = 1;
    private static final int DEVICE_NOT_FOUND = -1;

    private final NativeLibrary library =
            new NativeLibrary("libOpenCL.so.1", "install an OpenCL loader: apt-get install ocl-icd-libopencl1");
    private final NativeFunction createBuffer =
            library.function("clCreateBuffer", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
    private final NativeFunction write = transfer("clEnqueueWriteBuffer");
    private final NativeFunction read = transfer("clEnqueueReadBuffer");
    private final NativeFunction finish = library.function("clFinish", JAVA_INT, ADDRESS);
    private final NativeFunction releaseBuffer = release("clReleaseMemObject");
    private final MemorySegment context;
    private final MemorySegment queue;

    /** @param number of the device, counted through all platforms, as Lathe counts: the 0 of {@code opencl:0} */
    OpenClQueue(int number) {
        NativeFunction createContext =
                library.function("clCreateContext", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        NativeFunction createQueue =
                library.function("clCreateCommandQueue", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        MemorySegment device = device(number);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment devices = arena.allocateFrom(ADDRESS, device);
            MemorySegment status = arena.allocate(JAVA_INT);
            context = createContext.pointer(NULL, 1, devices, NULL, NULL, status);
            createContext.check(status.get(JAVA_INT, 0));
            queue = createQueue.pointer(context, device, 0L, status);
            createQueue.check(status.get(JAVA_INT, 0));
        }
    }

    private NativeFunction transfer(String name) {
        return library.function(
                name, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    }

    private NativeFunction release(String name) {
        return library.function(name, JAVA_INT, ADDRESS);
    }

    private MemorySegment device(int number) {
        NativeFunction platforms = library.function("clGetPlatformIDs", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        NativeFunction devices =
                library.function("clGetDeviceIDs", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
        List<MemorySegment> found = new ArrayList<>();
        for (MemorySegment platform : list((n, into, count) -> platforms.check(n, into, count))) {
            found.addAll(list((n, into, count) -> {
                int status = devices.status(platform, ALL_DEVICES, n, into, count);
                devices.check(status == DEVICE_NOT_FOUND ? 0 : status);
            }));
        }
        if (number >= found.size()) {
            throw new DeviceException("no device opencl:" + number + ", OpenCL has " + found.size() + " here");
        }
        return found.get(number);
    }

    /** Asks how many handles there are, then for all of them. */
    private interface Listing {
        void call(int most, MemorySegment into, MemorySegment count);
    }

    private static List<MemorySegment> list(Listing listing) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            listing.call(0, NULL, count);
            int size = count.get(JAVA_INT, 0);
            List<MemorySegment> list = new ArrayList<>();
            if (size == 0) {
                return list;
            }
            MemorySegment handles = arena.allocate(ADDRESS, size);
            listing.call(size, handles, NULL);
            for (int i = 0; i < size; i++) {
                list.add(handles.getAtIndex(ADDRESS, i));
            }
            return list;
        }
    }

    /** The {@code cl_command_queue}. */
    MemorySegment handle() {
        return queue;
    }

    /** A new {@code cl_mem}; the caller gives it to {@link #free}. */
    MemorySegment buffer(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment buffer = createBuffer.pointer(context, READ_WRITE, bytes, NULL, status);
            createBuffer.check(status.get(JAVA_INT, 0));
            return buffer;
        }
    }

    /** Returns when {@code values}, native memory, are on the device. */
    void upload(MemorySegment values, MemorySegment buffer) {
        write.check(queue, buffer, BLOCKING, 0L, values.byteSize(), values, 0, NULL, NULL);
    }

    /** Returns when {@code values}, native memory, are overwritten. */
    void download(MemorySegment buffer, MemorySegment values) {
        read.check(queue, buffer, BLOCKING, 0L, values.byteSize(), values, 0, NULL, NULL);
    }

    /** Waits for all commands. */
    void finish() {
        finish.check(queue);
    }

    void free(MemorySegment buffer) {
        releaseBuffer.check(buffer);
    }

    @Override
    public void close() {
        release("clReleaseCommandQueue").check(queue);
        release("clReleaseContext").check(context);
    }
}
