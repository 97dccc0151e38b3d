package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tune.Scopes;

/**
 * A device of CUDA.
 *
 * @param number CUDA's own
 */
record CudaDevice(int number, PrimaryContexts contexts) {
    /** Numbers of {@code CU_DEVICE_ATTRIBUTE}s. */
    private static final int MAX_THREADS_PER_BLOCK = 1;

    private static final int MAX_SHARED_MEMORY_PER_BLOCK = 8;
    private static final int MULTIPROCESSOR_COUNT = 16;
    private static final int INTEGRATED = 18;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    /** The modules are made for {@code sm_70}. */
    private static final int OLDEST_MAJOR = 7;

    /** More local memory than this a kernel has to ask for in another way. */
    private static final long LOCAL_BYTES = 48 << 10;

    /** Of everything that is allocated; parts keep to it, so that four floats can always be moved at once. */
    private static final int ALIGNMENT = 256;

    String id() {
        return "cuda:" + number;
    }

    String name() {
        return calls().deviceName(number);
    }

    private CudaCalls calls() {
        return contexts.calls();
    }

    private int attribute(int which) {
        return calls().deviceAttribute(number, which);
    }

    Device describe() {
        String reason = attribute(COMPUTE_CAPABILITY_MAJOR) < OLDEST_MAJOR
                ? "it is of compute capability " + capability(".") + ", wanted " + OLDEST_MAJOR + ".0 or newer"
                : "";
        return new Device(
                id(),
                "cuda",
                name(),
                reason.isEmpty(),
                reason,
                attribute(MULTIPROCESSOR_COUNT),
                calls().deviceMemory(number),
                "CUDA " + CudaLibrary.text(calls().start()));
    }

    private String capability(String between) {
        return attribute(COMPUTE_CAPABILITY_MAJOR) + between + attribute(COMPUTE_CAPABILITY_MINOR);
    }

    /** What the tuning database knows it by, the same as under OpenCL. */
    Scopes scopes() {
        return new Scopes(name(), "sm_" + capability(""), "NVIDIA Corporation", "gpu");
    }

    Traits traits() {
        return new Traits(
                false,
                attribute(MULTIPROCESSOR_COUNT),
                1,
                attribute(MAX_THREADS_PER_BLOCK),
                Math.min(attribute(MAX_SHARED_MEMORY_PER_BLOCK), LOCAL_BYTES),
                ALIGNMENT,
                true,
                attribute(INTEGRATED) != 0,
                calls().deviceMemory(number));
    }
}
