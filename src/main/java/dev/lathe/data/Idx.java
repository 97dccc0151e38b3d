package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The IDX files of MNIST and its relatives, plain or gzipped: unsigned bytes with big-endian extents before them. */
public final class Idx {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int UNSIGNED_BYTES = 8;
    /** Deflate cannot do better than this. */
    private static final long HIGHEST_COMPRESSION = 1032;

    private Idx() {}

    private record Bytes(int[] dims, byte[] values) {}

    /**
     * Reads images [n, height, width] and as many labels.
     *
     * @throws DataException if a file is missing or malformed, or the two do not belong together
     * @throws LimitException if they do not fit the memory of this process
     */
    public static Dataset read(Path images, Path labels) {
        Bytes pixels = read(images, 3);
        Bytes classes = read(labels, 1);
        int count = pixels.dims[0];
        if (count != classes.dims[0]) {
            throw new DataException(
                    images + " has " + count + " images, but " + labels + " has " + classes.dims[0] + " labels");
        }
        return new PackedImages(Shape.of(1, pixels.dims[1], pixels.dims[2]), pixels.values, classes.values, List.of());
    }

    private static Bytes read(Path file, int rank) {
        try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            long size = Files.size(file);
            boolean zipped = isZipped(raw);
            try (DataInputStream in = new DataInputStream(zipped ? new GZIPInputStream(raw, 1 << 16) : raw)) {
                int[] dims = header(in, rank, file);
                long most = zipped ? size * HIGHEST_COMPRESSION : size;
                return new Bytes(dims, payload(in, dims, most, file));
            }
        } catch (EOFException e) {
            throw new DataException(file + ": the file ends early", e);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        } catch (OutOfMemoryError e) {
            throw new LimitException(file + ": needs more memory than this process has", e);
        }
    }

    private static boolean isZipped(InputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC;
    }

    private static int[] header(DataInputStream in, int rank, Path file) throws IOException {
        int magic = in.readInt();
        if (magic != (UNSIGNED_BYTES << 8 | rank)) {
            throw new DataException(String.format(
                    "%s: starts with %08x, wanted an IDX file of bytes of rank %d (%08x)",
                    file, magic, rank, UNSIGNED_BYTES << 8 | rank));
        }
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = in.readInt();
            if (dims[i] < 1) {
                throw new DataException(file + ": extent " + i + " is " + Integer.toUnsignedString(dims[i]));
            }
        }
        return dims;
    }

    private static byte[] payload(InputStream in, int[] dims, long most, Path file) throws IOException {
        long wanted = 1;
        for (int dim : dims) {
            wanted *= dim;
            if (wanted > Math.min(most, Integer.MAX_VALUE - 8)) {
                throw new DataException(file + ": the header declares " + Arrays.toString(dims)
                        + " bytes, more than the file can hold");
            }
        }
        byte[] values = in.readNBytes((int) wanted);
        if (values.length < wanted || in.read() >= 0) {
            throw new DataException(file + ": the header declares " + wanted + " bytes, the file has "
                    + (values.length < wanted ? "only " + values.length : "more"));
        }
        return values;
    }
}
