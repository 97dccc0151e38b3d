package dev.lathe.backend.gpu.cuda;

import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceLostException;
import dev.lathe.error.DeviceMemoryException;
import dev.lathe.error.KernelException;
import java.util.Set;

/** What errors of CUDA's driver mean. */
final class Failures {
    private static final int OUT_OF_MEMORY = 2;

    /** Of the compiler in the driver: from an image that it does not know to a compiler that is switched off. */
    private static final Set<Integer> NO_KERNEL = Set.of(200, 209, 218, 221, 222, 223, 500);

    /**
     * After these nothing works in the context any more: errors of memory, the link and the kernel, a kernel that ran
     * for too long, a context that is gone.
     */
    private static final Set<Integer> LOST =
            Set.of(4, 46, 201, 214, 220, 400, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 911, 999);

    private Failures() {}

    static boolean isLoss(CudaError error) {
        return LOST.contains(error.status());
    }

    /**
     * @param device for the message
     * @param doing what was tried: {@code "allocating 64 bytes"}
     */
    static DeviceException of(CudaError error, String device, String doing) {
        String message = device + ": " + doing + " failed with " + error.getMessage();
        if (isLoss(error)) {
            return new DeviceLostException(message);
        }
        if (error.status() == OUT_OF_MEMORY) {
            return new DeviceMemoryException(message);
        }
        return NO_KERNEL.contains(error.status()) ? new KernelException(message) : new DeviceException(message);
    }
}
