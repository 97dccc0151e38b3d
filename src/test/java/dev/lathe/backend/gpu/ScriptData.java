package dev.lathe.backend.gpu;

import dev.lathe.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A file of bytes that scripts refer to by offset. Equal contents are written once. */
final class ScriptData implements AutoCloseable {
    private final OutputStream file;
    private final Map<ByteBuffer, Long> offsets = new HashMap<>();
    private long written;

    ScriptData(Path file) throws IOException {
        this.file = new BufferedOutputStream(Files.newOutputStream(file));
    }

    /** Where in the file the elements of {@code tensor} are. */
    long offset(Tensor tensor) throws IOException {
        ByteBuffer bytes = bytes(tensor);
        Long known = offsets.putIfAbsent(bytes, written);
        if (known != null) {
            return known;
        }
        file.write(bytes.array());
        long offset = written;
        written += bytes.capacity();
        return offset;
    }

    /** The elements as a device of this machine's byte order has them. */
    static ByteBuffer bytes(Tensor tensor) {
        int size = tensor.size();
        ByteBuffer bytes = ByteBuffer.allocate(size * tensor.dtype().bytes()).order(ByteOrder.nativeOrder());
        switch (tensor.dtype()) {
            case FLOAT32 -> bytes.asFloatBuffer().put(tensor.floats(), 0, size);
            case INT64 -> bytes.asLongBuffer().put(tensor.longs(), 0, size);
            case INT32 -> bytes.asIntBuffer().put(tensor.ints(), 0, size);
            case INT8, UINT8, BOOL -> bytes.put(0, tensor.bytes(), 0, size);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
