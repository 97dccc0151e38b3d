package dev.lathe.compress.job;

import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.ThinKernel;
import dev.lathe.file.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The factors of one layer in a file of their own, with a checksum: whatever is not whole does not count. */
final class FactorsFile {
    private static final int ABSENT = -1;

    private FactorsFile() {}

    /** Replaces {@code file}, whole or not at all. */
    static void write(Path file, Thinned thinned) {
        WholeFile.write(file, out -> {
            byte[] content = content(thinned);
            DataOutputStream data = new DataOutputStream(out);
            data.writeLong(checksum(content));
            data.write(content);
            data.flush();
        });
    }

    private static byte[] content(Thinned thinned) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeDouble(thinned.weightError());
        out.writeDouble(thinned.outputError());
        out.writeInt(thinned.groups().size());
        for (ThinKernel group : thinned.groups()) {
            write(out, group.reduce());
            write(out, group.core());
            write(out, group.restore());
            write(out, group.bias());
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, float @Nullable [] values) throws IOException {
        out.writeInt(values == null ? ABSENT : values.length);
        if (values != null) {
            for (float value : values) {
                out.writeFloat(value);
            }
        }
    }

    /** What {@code file} holds; nothing if it does not exist or is not as it was written. */
    static Optional<Thinned> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (in.available() < Long.BYTES) {
            return Optional.empty();
        }
        long checksum = in.readLong();
        byte[] content = in.readAllBytes();
        return checksum == checksum(content)
                ? Optional.of(thinned(new DataInputStream(new ByteArrayInputStream(content))))
                : Optional.empty();
    }

    private static Thinned thinned(DataInputStream in) throws IOException {
        double weightError = in.readDouble();
        double outputError = in.readDouble();
        int count = in.readInt();
        List<ThinKernel> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(new ThinKernel(floats(in), present(in), floats(in), floats(in)));
        }
        return new Thinned(groups, weightError, outputError);
    }

    private static float[] present(DataInputStream in) throws IOException {
        float[] values = floats(in);
        if (values == null) {
            throw new IOException("a core is missing");
        }
        return values;
    }

    private static float @Nullable [] floats(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == ABSENT) {
            return null;
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static long checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return checksum.getValue();
    }
}
