package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import dev.lathe.file.FileMessage;
import dev.lathe.file.WholeFile;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * NumPy's array files, versions 1 and 2, little-endian and row-major. Halves and doubles are read into
 * {@link DType#FLOAT32}.
 */
public final class Npy {
    private static final int CHUNK_BYTES = 1 << 16;

    private Npy() {}

    /**
     * Reads one array. Nothing is allocated before the declared size is found to be that of the file.
     *
     * @throws DataException if the file is missing, malformed, truncated, or holds what {@link Tensor} does not
     * @throws LimitException if it does not fit the memory of this process
     */
    public static Tensor read(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            NpyHeader header = NpyHeader.read(channel, file);
            NpyElement element = header.element();
            long wanted = header.length() + (long) header.shape().size() * element.bytes();
            if (channel.size() != wanted) {
                throw new DataException(file + ": the header declares " + element.code() + header.shape() + ", "
                        + wanted + " bytes in all, but the file has " + channel.size());
            }
            Tensor tensor = Tensor.zeros(new TensorType(element.dtype(), header.shape()));
            readElements(channel, element, tensor);
            return tensor;
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        } catch (OutOfMemoryError e) {
            throw new LimitException(file + ": needs more memory than this process has", e);
        }
    }

    private static void readElements(ReadableByteChannel from, NpyElement element, Tensor to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int next = 0;
        while (next < to.size()) {
            int count = Math.min(CHUNK_BYTES / element.bytes(), to.size() - next);
            readFully(from, chunk.clear().limit(count * element.bytes()));
            chunk.flip();
            for (int end = next + count; next < end; next++) {
                element.get(chunk, to, next);
            }
        }
    }

    /** Fills {@code buffer} up to its limit. */
    static void readFully(ReadableByteChannel from, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new EOFException("the file ends early");
            }
        }
    }

    /**
     * Writes {@code tensor} as version 1, atomically; missing folders are made.
     *
     * @throws DataException if the file cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        WholeFile.write(file, out -> write(out, tensor));
    }

    private static void write(OutputStream out, Tensor tensor) throws IOException {
        NpyElement element = NpyElement.of(tensor.dtype());
        out.write(NpyHeader.bytes(element, tensor.shape()));
        WritableByteChannel channel = Channels.newChannel(out);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.size(); i++) {
            element.put(tensor, i, chunk);
            if (chunk.remaining() < element.bytes() || i == tensor.size() - 1) {
                channel.write(chunk.flip());
                chunk.clear();
            }
        }
    }
}
