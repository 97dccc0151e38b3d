package dev.lathe.backend.gpu.opencl;

import dev.lathe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;

/**
 * Copies between tensors and buffers. A buffer is mapped into the host's memory for it: where host and device share
 * memory, the copy out of or into the Java array is then the only one; elsewhere the driver brings pinned memory.
 */
final class Transfers {
    /** A mapped piece has to fit a {@link ByteBuffer}. */
    private static final int PIECE = 1 << 30;

    private final cl_command_queue queue;
    private final String device;

    Transfers(cl_command_queue queue, String device) {
        this.queue = queue;
        this.device = device;
    }

    void upload(Tensor from, cl_mem to) {
        int width = from.dtype().bytes();
        for (long at = 0; at < from.type().bytes(); at += PIECE) {
            long bytes = Math.min(PIECE, from.type().bytes() - at);
            ByteBuffer mapped = map(to, CL.CL_MAP_WRITE_INVALIDATE_REGION, at, bytes);
            int first = (int) (at / width);
            int count = (int) (bytes / width);
            switch (from.dtype()) {
                case FLOAT32 -> mapped.asFloatBuffer().put(from.floats(), first, count);
                case INT64 -> mapped.asLongBuffer().put(from.longs(), first, count);
                case INT32 -> mapped.asIntBuffer().put(from.ints(), first, count);
                case INT8, UINT8, BOOL -> mapped.put(from.bytes(), first, count);
            }
            unmap(to, mapped);
        }
    }

    void download(cl_mem from, Tensor to) {
        int width = to.dtype().bytes();
        for (long at = 0; at < to.type().bytes(); at += PIECE) {
            long bytes = Math.min(PIECE, to.type().bytes() - at);
            ByteBuffer mapped = map(from, CL.CL_MAP_READ, at, bytes);
            int first = (int) (at / width);
            int count = (int) (bytes / width);
            switch (to.dtype()) {
                case FLOAT32 -> mapped.asFloatBuffer().get(to.floats(), first, count);
                case INT64 -> mapped.asLongBuffer().get(to.longs(), first, count);
                case INT32 -> mapped.asIntBuffer().get(to.ints(), first, count);
                case INT8, UINT8, BOOL -> mapped.get(to.bytes(), first, count);
            }
            unmap(from, mapped);
        }
    }

    private ByteBuffer map(cl_mem memory, long how, long offset, long bytes) {
        int[] status = new int[1];
        ByteBuffer mapped = CL.clEnqueueMapBuffer(queue, memory, true, how, offset, bytes, 0, null, null, status);
        Status.check(status[0], device, "mapping " + bytes + " bytes at " + offset);
        return mapped.order(ByteOrder.nativeOrder());
    }

    private void unmap(cl_mem memory, ByteBuffer mapped) {
        mapped.rewind();
        Status.check(CL.clEnqueueUnmapMemObject(queue, memory, mapped, 0, null, null), device, "unmapping memory");
    }
}
