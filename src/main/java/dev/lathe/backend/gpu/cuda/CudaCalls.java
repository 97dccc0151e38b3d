package dev.lathe.backend.gpu.cuda;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The functions of CUDA's driver that Lathe calls, and what they work on. Each may throw {@link CudaError}. From
 * {@link #allocate} on they work in the context that is current in the calling thread.
 *
 * <p>Public because its one implementation that calls CUDA, {@link JcudaCalls}, is loaded by a class loader of its own;
 * not for use outside of this package.
 */
public interface CudaCalls {
    /** A device's context. */
    interface Context {}

    /** A queue. */
    interface Stream {}

    /** A moment in a queue. */
    interface Event {}

    /** A loaded module. */
    interface Module {}

    /** A kernel of a module. */
    interface Function {}

    /** The arguments of a kernel where CUDA finds them. */
    interface Arguments {}

    /** Launches that were recorded. */
    interface Graph {}

    /** Pinned memory of the host. */
    interface HostMemory {
        /** Its bytes, in the host's order. */
        ByteBuffer bytes();
    }

    /** Work-groups along each axis, and work-items of one along each axis, x first. */
    record Shape(List<Integer> groups, List<Integer> group) {
        public Shape {
            groups = List.copyOf(groups);
            group = List.copyOf(group);
        }
    }

    /** Starts CUDA; the version that the driver speaks: 12040 is 12.4. */
    int start();

    int deviceCount();

    String deviceName(int device);

    /** @param attribute a {@code CU_DEVICE_ATTRIBUTE} */
    int deviceAttribute(int device, int attribute);

    long deviceMemory(int device);

    Context retainContext(int device);

    void releaseContext(int device);

    /** Destroys all that the context of {@code device} holds, whoever retains it. */
    void resetContext(int device);

    void makeCurrent(Context context);

    /** The address of new memory of the device. */
    long allocate(long bytes);

    void free(long address);

    HostMemory allocateHost(long bytes);

    void freeHost(HostMemory memory);

    /** Queues a copy of the first {@code bytes} of {@code from}. */
    void copyToDevice(HostMemory from, long to, long bytes, Stream stream);

    void copyToHost(long from, HostMemory to, long bytes, Stream stream);

    /** A stream that does not wait for the default one. */
    Stream createStream();

    void destroyStream(Stream stream);

    void synchronize(Stream stream);

    Event createEvent();

    void destroyEvent(Event event);

    void record(Event event, Stream stream);

    void synchronize(Event event);

    /** Milliseconds between two events that both happened. */
    float elapsed(Event from, Event to);

    /** @param text PTX */
    Module loadModule(String text);

    void unloadModule(Module module);

    Function function(Module module, String name);

    /** Most work-items of a group that {@code function} takes. */
    int mostItems(Function function);

    /** @param values one direct buffer for each argument, kept and not copied */
    Arguments arguments(List<ByteBuffer> values);

    void launch(Function function, Shape shape, Arguments arguments, Stream stream);

    /** What is launched in {@code stream} from now on does not run but is recorded. */
    void beginCapture(Stream stream);

    /** What was recorded; from now on {@code stream} runs what it is given again, also if this fails. */
    Graph endCapture(Stream stream);

    void destroyGraph(Graph graph);

    void launch(Graph graph, Stream stream);
}
