package dev.lathe.backend.gpu.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** {@link CudaCalls} by JCuda. Its exceptions stay off, which is their default: what each call returns is looked at. */
public final class JcudaCalls implements CudaCalls {
    private static final int NAME_BYTES = 256;

    private static final class JcudaContext extends CUcontext implements Context {}

    private static final class JcudaStream extends CUstream implements Stream {}

    private static final class JcudaEvent extends CUevent implements Event {}

    private static final class JcudaModule extends CUmodule implements Module {}

    private static final class JcudaFunction extends CUfunction implements Function {}

    private static final class JcudaGraph extends CUgraphExec implements Graph {}

    private static final class Address extends CUdeviceptr {
        long value() {
            return getNativePointer() + getByteOffset();
        }
    }

    private record JcudaArguments(Pointer pointer) implements Arguments {}

    private record Pinned(Pointer pointer, ByteBuffer bytes) implements HostMemory {}

    /**
     * Loads JCuda's native library, and CUDA's with it. Where that fails JCuda is not asked: it would try what lies in
     * a folder that everybody can write.
     *
     * @param library the file
     */
    @SuppressWarnings("restricted") // JCuda is native
    public JcudaCalls(String library) {
        System.load(library);
        JCudaDriver.setExceptionsEnabled(false);
    }

    private static void check(int status) {
        if (status != CUresult.CUDA_SUCCESS) {
            throw new CudaError(status, CUresult.stringFor(status));
        }
    }

    private static CUdevice device(int number) {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, number));
        return device;
    }

    private static CUdeviceptr at(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }

    @Override
    public int start() {
        check(JCudaDriver.cuInit(0));
        int[] version = new int[1];
        check(JCudaDriver.cuDriverGetVersion(version));
        return version[0];
    }

    @Override
    public int deviceCount() {
        int[] count = new int[1];
        check(JCudaDriver.cuDeviceGetCount(count));
        return count[0];
    }

    @Override
    public String deviceName(int device) {
        byte[] name = new byte[NAME_BYTES];
        check(JCudaDriver.cuDeviceGetName(name, name.length, device(device)));
        String text = new String(name, StandardCharsets.UTF_8);
        return text.substring(0, (text + "\0").indexOf('\0'));
    }

    @Override
    public int deviceAttribute(int device, int attribute) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device(device)));
        return value[0];
    }

    @Override
    public long deviceMemory(int device) {
        long[] bytes = new long[1];
        check(JCudaDriver.cuDeviceTotalMem(bytes, device(device)));
        return bytes[0];
    }

    @Override
    public Context retainContext(int device) {
        JcudaContext context = new JcudaContext();
        check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device(device)));
        return context;
    }

    @Override
    public void releaseContext(int device) {
        check(JCudaDriver.cuDevicePrimaryCtxRelease(device(device)));
    }

    @Override
    public void resetContext(int device) {
        check(JCudaDriver.cuDevicePrimaryCtxReset(device(device)));
    }

    @Override
    public void makeCurrent(Context context) {
        check(JCudaDriver.cuCtxSetCurrent((JcudaContext) context));
    }

    @Override
    public long allocate(long bytes) {
        Address address = new Address();
        check(JCudaDriver.cuMemAlloc(address, bytes));
        return address.value();
    }

    @Override
    public void free(long address) {
        check(JCudaDriver.cuMemFree(at(address)));
    }

    @Override
    public HostMemory allocateHost(long bytes) {
        Pointer pointer = new Pointer();
        check(JCudaDriver.cuMemAllocHost(pointer, bytes));
        return new Pinned(pointer, pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
    }

    @Override
    public void freeHost(HostMemory memory) {
        check(JCudaDriver.cuMemFreeHost(((Pinned) memory).pointer));
    }

    @Override
    public void copyToDevice(HostMemory from, long to, long bytes, Stream stream) {
        check(JCudaDriver.cuMemcpyHtoDAsync(at(to), ((Pinned) from).pointer, bytes, (JcudaStream) stream));
    }

    @Override
    public void copyToHost(long from, HostMemory to, long bytes, Stream stream) {
        check(JCudaDriver.cuMemcpyDtoHAsync(((Pinned) to).pointer, at(from), bytes, (JcudaStream) stream));
    }

    @Override
    public Stream createStream() {
        JcudaStream stream = new JcudaStream();
        check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        return stream;
    }

    @Override
    public void destroyStream(Stream stream) {
        check(JCudaDriver.cuStreamDestroy((JcudaStream) stream));
    }

    @Override
    public void synchronize(Stream stream) {
        check(JCudaDriver.cuStreamSynchronize((JcudaStream) stream));
    }

    @Override
    public Event createEvent() {
        JcudaEvent event = new JcudaEvent();
        check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT));
        return event;
    }

    @Override
    public void destroyEvent(Event event) {
        check(JCudaDriver.cuEventDestroy((JcudaEvent) event));
    }

    @Override
    public void record(Event event, Stream stream) {
        check(JCudaDriver.cuEventRecord((JcudaEvent) event, (JcudaStream) stream));
    }

    @Override
    public void synchronize(Event event) {
        check(JCudaDriver.cuEventSynchronize((JcudaEvent) event));
    }

    @Override
    public float elapsed(Event from, Event to) {
        float[] milliseconds = new float[1];
        check(JCudaDriver.cuEventElapsedTime(milliseconds, (JcudaEvent) from, (JcudaEvent) to));
        return milliseconds[0];
    }

    @Override
    public Module loadModule(String text) {
        JcudaModule module = new JcudaModule();
        check(JCudaDriver.cuModuleLoadData(module, text));
        return module;
    }

    @Override
    public void unloadModule(Module module) {
        check(JCudaDriver.cuModuleUnload((JcudaModule) module));
    }

    @Override
    public Function function(Module module, String name) {
        JcudaFunction function = new JcudaFunction();
        check(JCudaDriver.cuModuleGetFunction(function, (JcudaModule) module, name));
        return function;
    }

    @Override
    public int mostItems(Function function) {
        int[] most = new int[1];
        int which = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
        check(JCudaDriver.cuFuncGetAttribute(most, which, (JcudaFunction) function));
        return most[0];
    }

    @Override
    public Arguments arguments(List<ByteBuffer> values) {
        NativePointerObject[] pointers = values.stream().map(Pointer::toBuffer).toArray(NativePointerObject[]::new);
        return new JcudaArguments(Pointer.to(pointers));
    }

    @Override
    public void launch(Function function, Shape shape, Arguments arguments, Stream stream) {
        List<Integer> groups = shape.groups();
        List<Integer> group = shape.group();
        check(JCudaDriver.cuLaunchKernel(
                (JcudaFunction) function,
                groups.get(0),
                groups.get(1),
                groups.get(2),
                group.get(0),
                group.get(1),
                group.get(2),
                0,
                (JcudaStream) stream,
                ((JcudaArguments) arguments).pointer,
                null));
    }

    @Override
    public void beginCapture(Stream stream) {
        // relaxed, because a kernel may be loaded when it is first launched
        int mode = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED;
        check(JCudaDriver.cuStreamBeginCapture((JcudaStream) stream, mode));
    }

    @Override
    public Graph endCapture(Stream stream) {
        CUgraph recorded = new CUgraph();
        check(JCudaDriver.cuStreamEndCapture((JcudaStream) stream, recorded));
        JcudaGraph graph = new JcudaGraph();
        int status = JCudaDriver.cuGraphInstantiate(graph, recorded, 0);
        // the other one is all that is needed from now on
        int destroyed = JCudaDriver.cuGraphDestroy(recorded);
        check(status);
        check(destroyed);
        return graph;
    }

    @Override
    public void destroyGraph(Graph graph) {
        check(JCudaDriver.cuGraphExecDestroy((JcudaGraph) graph));
    }

    @Override
    public void launch(Graph graph, Stream stream) {
        check(JCudaDriver.cuGraphLaunch((JcudaGraph) graph, (JcudaStream) stream));
    }
}
