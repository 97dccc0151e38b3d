package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.BoundKernel;
import dev.lathe.backend.gpu.GpuDriver;
import dev.lathe.backend.gpu.Memory;
import dev.lathe.backend.gpu.Program;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.error.DeviceMemoryException;
import dev.lathe.error.KernelException;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_buffer_region;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** One OpenCL device: a context and an in-order queue that takes times. */
public final class OpenClDriver implements GpuDriver {
    private final OpenClDevice opened;
    private final Device device;
    private final Traits traits;
    private final cl_context context;
    private final cl_command_queue queue;
    private final Programs programs;
    private final Transfers transfers;
    private final AtomicInteger handles = new AtomicInteger();

    private boolean closed;

    /** Takes over {@code opened}, which is released when the driver is closed. */
    private OpenClDriver(OpenClDevice opened, BinaryCache cache) {
        this.opened = opened;
        this.device = opened.describe();
        this.traits = opened.traits();
        int[] status = new int[1];
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, opened.platform());
        context = CL.clCreateContext(properties, 1, new cl_device_id[] {opened.handle()}, null, null, status);
        check(status[0], "opening it");
        queue = queue(status);
        if (status[0] != CL.CL_SUCCESS) {
            CL.clReleaseContext(context);
        }
        check(status[0], "making a queue");
        programs = new Programs(context, opened, cache);
        transfers = new Transfers(queue, device.id());
    }

    /**
     * Opens the device {@code id}; the caller closes the driver.
     *
     * @param cache folder of compiled kernels; null: they are not kept
     */
    public static OpenClDriver open(String id, @Nullable Path cache) {
        OpenClDevice device = OpenClDevices.find(id);
        boolean ready = false;
        try {
            OpenClDriver driver = new OpenClDriver(device, new BinaryCache(cache));
            ready = true;
            return driver;
        } finally {
            if (!ready) {
                device.close();
            }
        }
    }

    @SuppressWarnings("deprecation") // OpenCL 1.2, which this is written for, has no other way to make one
    private cl_command_queue queue(int[] status) {
        return CL.clCreateCommandQueue(context, opened.handle(), CL.CL_QUEUE_PROFILING_ENABLE, status);
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /** Memory, parts of memory and kernels that are not closed yet. */
    public int liveHandles() {
        return handles.get();
    }

    @Override
    public Memory allocate(long bytes) {
        if (bytes > traits.maxAllocation()) {
            throw new DeviceMemoryException(device.id() + " (" + device.name() + ") gives at most "
                    + traits.maxAllocation() + " bytes at once, wanted " + bytes);
        }
        // shared memory is to be where the host can map it without a copy
        long flags = CL.CL_MEM_READ_WRITE | (traits.unified() ? CL.CL_MEM_ALLOC_HOST_PTR : 0);
        int[] status = new int[1];
        cl_mem mem = CL.clCreateBuffer(context, flags, bytes, null, status);
        check(status[0], "allocating " + bytes + " bytes");
        return new OpenClMemory(mem, bytes, handles);
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        int[] status = new int[1];
        cl_mem part = CL.clCreateSubBuffer(
                mem(whole),
                CL.CL_MEM_READ_WRITE,
                CL.CL_BUFFER_CREATE_TYPE_REGION,
                new cl_buffer_region(offset, bytes),
                status);
        check(status[0], "taking " + bytes + " bytes at " + offset + " of " + whole.bytes());
        return new OpenClMemory(part, bytes, handles);
    }

    @Override
    public void upload(Tensor from, Memory to) {
        transfers.upload(from, mem(to));
    }

    @Override
    public void download(Memory from, Tensor to) {
        transfers.download(mem(from), to);
    }

    @Override
    public Program build(Launch launch) {
        try {
            return programs.of(launch);
        } finally {
            FaultHandlers.restore();
        }
    }

    @Override
    public BoundKernel bind(Program program, Launch launch, List<Memory> buffers) {
        int[] status = new int[1];
        cl_kernel kernel = CL.clCreateKernel(((Programs.Built) program).handle(), launch.entry(), status);
        check(status[0], "looking up kernel " + launch.entry());
        OpenClKernel bound = new OpenClKernel(kernel, launch, handles);
        try {
            checkGroup(kernel, launch);
            Iterator<Memory> memory = buffers.iterator();
            for (int i = 0; i < launch.args().size(); i++) {
                int failed = set(kernel, i, launch.args().get(i), memory);
                check(failed, "setting argument " + i + " of kernel " + launch.entry());
            }
        } catch (RuntimeException e) {
            bound.close();
            throw e;
        }
        return bound;
    }

    private static int set(cl_kernel kernel, int index, Arg arg, Iterator<Memory> memory) {
        return switch (arg) {
            case Arg.Operand _, Arg.Result _, Arg.Scratch _, Arg.Table _, Arg.Fault _ ->
                CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, Pointer.to(mem(memory.next())));
            case Arg.Ints(List<Integer> values) ->
                CL.clSetKernelArg(
                        kernel,
                        index,
                        (long) Sizeof.cl_int * values.size(),
                        Pointer.to(values.stream().mapToInt(Integer::intValue).toArray()));
            case Arg.Real(float value) ->
                CL.clSetKernelArg(kernel, index, Sizeof.cl_float, Pointer.to(new float[] {value}));
        };
    }

    /** A kernel that needs many registers may take fewer items in a group than the device does in general. */
    private void checkGroup(cl_kernel kernel, Launch launch) {
        long[] most = new long[1];
        int status = CL.clGetKernelWorkGroupInfo(
                kernel, opened.handle(), CL.CL_KERNEL_WORK_GROUP_SIZE, Sizeof.size_t, Pointer.to(most), null);
        check(status, "asking how many items kernel " + launch.entry() + " takes");
        if (launch.grid().groupSize() > most[0]) {
            throw new KernelException(device.id() + " (" + device.name() + ") runs kernel " + launch.kernel()
                    + " in groups of at most " + most[0] + " items, wanted "
                    + launch.grid().group());
        }
    }

    @Override
    public void launch(BoundKernel kernel) {
        enqueue((OpenClKernel) kernel, null);
    }

    @Override
    public long time(BoundKernel kernel) {
        cl_event event = new cl_event();
        enqueue((OpenClKernel) kernel, event);
        try {
            check(CL.clWaitForEvents(1, new cl_event[] {event}), "waiting for a kernel");
            return moment(event, CL.CL_PROFILING_COMMAND_END) - moment(event, CL.CL_PROFILING_COMMAND_START);
        } finally {
            CL.clReleaseEvent(event);
        }
    }

    private long moment(cl_event event, int which) {
        long[] nanoseconds = new long[1];
        check(
                CL.clGetEventProfilingInfo(event, which, Sizeof.cl_ulong, Pointer.to(nanoseconds), null),
                "asking for the time of a kernel");
        return nanoseconds[0];
    }

    private void enqueue(OpenClKernel kernel, cl_event event) {
        int status = CL.clEnqueueNDRangeKernel(
                queue, kernel.handle(), kernel.items().length, null, kernel.items(), kernel.group(), 0, null, event);
        if (status != CL.CL_SUCCESS) {
            check(status, "starting " + kernel);
        }
        if (kernel.isFirstRun()) {
            // drivers may compile only now, for this grid
            finish();
        }
    }

    @Override
    public void finish() {
        int status = CL.clFinish(queue);
        FaultHandlers.restore();
        check(status, "finishing what is queued");
    }

    private void check(int status, String doing) {
        Status.check(status, device.id() + " (" + device.name() + ")", doing);
    }

    private static cl_mem mem(Memory memory) {
        return ((OpenClMemory) memory).handle();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            programs.close();
            CL.clReleaseCommandQueue(queue);
            CL.clReleaseContext(context);
            opened.close();
        }
    }
}
