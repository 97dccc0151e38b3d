package dev.lathe.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes IDX files of bytes, as MNIST comes in. */
public final class IdxFiles {
    private IdxFiles() {}

    /**
     * @param values in row-major order
     * @return {@code file}
     */
    public static Path write(Path file, byte[] values, int... extents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x800 + extents.length);
        for (int extent : extents) {
            out.writeInt(extent);
        }
        out.write(values);
        return Files.write(file, bytes.toByteArray());
    }
}
