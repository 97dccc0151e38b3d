package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CIFAR-10's binary files: records of a label and 3,072 bytes, the red, green and blue plane of 32x32. */
public final class CifarBinary {
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final int RECORD = 1 + IMAGE.size();
    private static final int MOST_RECORDS = (Integer.MAX_VALUE - 8) / RECORD;

    private CifarBinary() {}

    /**
     * Reads the records of all {@code files}, in order.
     *
     * @throws DataException if a file is missing, has another length than whole records have, or a label above 9
     */
    public static Dataset read(List<Path> files) {
        long total = 0;
        for (Path file : files) {
            total += records(file);
        }
        if (total > MOST_RECORDS) {
            throw new DataException(files + ": " + total + " images are more than fit in one array");
        }
        byte[] pixels = new byte[(int) total * IMAGE.size()];
        byte[] labels = new byte[(int) total];
        int next = 0;
        for (Path file : files) {
            next = read(file, pixels, labels, next);
        }
        return new PackedImages(IMAGE, pixels, labels, CLASSES);
    }

    private static long records(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0 || size % RECORD != 0) {
                throw new DataException(
                        file + ": " + size + " bytes are not whole records of " + RECORD + " (CIFAR-10 binary)");
            }
            return size / RECORD;
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    private static int read(Path file, byte[] pixels, byte[] labels, int first) {
        int next = first;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int label = in.read(); label >= 0 && next < labels.length; label = in.read()) {
                if (label >= CLASSES.size()) {
                    throw new DataException(file + ": image " + (next - first) + " has label " + label + ", wanted 0.."
                            + (CLASSES.size() - 1));
                }
                labels[next] = (byte) label;
                if (in.readNBytes(pixels, next * IMAGE.size(), IMAGE.size()) < IMAGE.size()) {
                    throw new EOFException("the file ends early");
                }
                next++;
            }
            return next;
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }
}
