package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tune.Scopes;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device of some platform, or a part of one; closed by whoever looked it up.
 *
 * @param id Lathe's name for it: {@code opencl:0}, {@code opencl:0/1/0}
 */
record OpenClDevice(String id, cl_platform_id platform, cl_device_id handle) implements AutoCloseable {
    private static final int BITS = 8;
    private static final int LONGEST_VECTOR = 16;

    /** {@code CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV} and {@code .._MINOR_NV}, of cl_nv_device_attribute_query. */
    private static final int NV_MAJOR = 0x4000;

    private static final int NV_MINOR = 0x4001;

    Device describe() {
        boolean compiles = Info.number(handle, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0;
        boolean answers = Info.number(handle, CL.CL_DEVICE_AVAILABLE) != 0;
        String reason = !answers ? "the driver says that it is not available" : compiles ? "" : "it has no compiler";
        return new Device(
                id,
                "opencl",
                name(),
                reason.isEmpty(),
                reason,
                Info.number(handle, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                Info.bigNumber(handle, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                Info.text(platform, CL.CL_PLATFORM_NAME) + " " + driver());
    }

    String name() {
        return Info.text(handle, CL.CL_DEVICE_NAME);
    }

    String vendor() {
        return Info.text(handle, CL.CL_DEVICE_VENDOR);
    }

    boolean isCpu() {
        return (Info.bigNumber(handle, CL.CL_DEVICE_TYPE) & CL.CL_DEVICE_TYPE_CPU) != 0;
    }

    /**
     * Whether programs may ask for quotients and roots that are the nearest floats; OpenCL's own may be 2.5 units off.
     */
    boolean roundsQuotients() {
        long offers = Info.bigNumber(handle, CL.CL_DEVICE_SINGLE_FP_CONFIG);
        return (offers & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    }

    private String driver() {
        return Info.text(handle, CL.CL_DRIVER_VERSION);
    }

    /** All that a compiled program depends on but its text and defines. */
    String fingerprint() {
        return String.join("\n", name(), driver(), Info.text(platform, CL.CL_PLATFORM_VERSION));
    }

    /** What the tuning database knows it by. */
    Scopes scopes() {
        long type = Info.bigNumber(handle, CL.CL_DEVICE_TYPE);
        String word = isCpu() ? "cpu" : (type & CL.CL_DEVICE_TYPE_GPU) != 0 ? "gpu" : "accelerator";
        return new Scopes(name(), architecture(), vendor(), word);
    }

    private String architecture() {
        if (isCpu()) {
            return "cpu-" + traits().vectorWidth();
        }
        boolean nvidia = Info.text(handle, CL.CL_DEVICE_EXTENSIONS).contains("cl_nv_device_attribute_query");
        return nvidia ? "sm_" + Info.number(handle, NV_MAJOR) + Info.number(handle, NV_MINOR) : name();
    }

    @SuppressWarnings("deprecation") // OpenCL 1.2, which this is written for, has no other way to ask
    Traits traits() {
        long perAxis = Info.firstSize(
                handle, CL.CL_DEVICE_MAX_WORK_ITEM_SIZES, Info.number(handle, CL.CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS));
        long group = Math.min(perAxis, Info.size(handle, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE));
        int width = Math.clamp(Info.number(handle, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT), 1, LONGEST_VECTOR);
        return new Traits(
                isCpu(),
                Info.number(handle, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                Integer.highestOneBit(width),
                (int) Math.min(Integer.MAX_VALUE, group),
                Info.bigNumber(handle, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                Math.max(1, Info.number(handle, CL.CL_DEVICE_MEM_BASE_ADDR_ALIGN) / BITS),
                Info.text(handle, CL.CL_DEVICE_EXTENSIONS).contains("cl_khr_fp64"),
                Info.number(handle, CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
                Info.bigNumber(handle, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE));
    }

    /** Gives a part of a device back; nothing happens to a whole one. */
    @Override
    public void close() {
        CL.clReleaseDevice(handle);
    }
}
