package dev.lathe.backend.gpu.opencl;

import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceLostException;
import dev.lathe.error.DeviceMemoryException;
import java.util.Set;
import org.jocl.CL;

/**
 * What OpenCL functions return. JOCL can throw by itself, but only for the whole JVM, which is not this library's to
 * decide; so every call is checked here.
 */
final class Status {
    private static final Set<Integer> NO_MEMORY =
            Set.of(CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_HOST_MEMORY, CL.CL_INVALID_BUFFER_SIZE);

    /** What drivers answer once a kernel has crashed or the device is gone. */
    private static final Set<Integer> LOST = Set.of(
            CL.CL_DEVICE_NOT_AVAILABLE,
            CL.CL_OUT_OF_RESOURCES,
            CL.CL_INVALID_COMMAND_QUEUE,
            CL.CL_INVALID_CONTEXT,
            CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);

    private Status() {}

    /**
     * @param device for the message
     * @param doing what was tried: {@code "starting kernel conv_tiled on 64 items"}
     */
    static void check(int status, String device, String doing) {
        if (status == CL.CL_SUCCESS) {
            return;
        }
        String message = device + ": " + doing + " failed with " + CL.stringFor_errorCode(status);
        if (NO_MEMORY.contains(status)) {
            throw new DeviceMemoryException(message);
        }
        if (LOST.contains(status)) {
            throw new DeviceLostException(message);
        }
        throw new DeviceException(message);
    }
}
