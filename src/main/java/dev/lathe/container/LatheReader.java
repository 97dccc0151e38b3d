package dev.lathe.container;

import dev.lathe.container.SectionReader.Section;
import dev.lathe.container.Sections.Kind;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.file.FileMessage;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code .lathe} files. Besides the graph it takes no more memory than the graph's weights; tensors are decoded
 * in the common pool of threads.
 *
 * <p>All methods throw {@link ModelException} for a missing or damaged file, {@link LimitException} for one too large
 * for this process, {@link dev.lathe.error.UnsupportedException} for a file of a later version or a graph that asks for
 * what Lathe does not do; nothing else, whatever the file holds.
 */
public final class LatheReader {
    private LatheReader() {}

    /** Whether {@code file} begins as a {@code .lathe} file does; false if it cannot be read. */
    public static boolean isContainer(Path file) {
        byte[] magic = Sections.magic();
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        } catch (IOException e) {
            return false;
        }
    }

    /** The graph in {@code file}. */
    public static Graph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + ": " + (Files.exists(file) ? "is not a file" : "does not exist"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, Files.size(file), file.toString());
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    /** The graph that the rest of {@code stream} holds; messages call it {@code label}. Does not close the stream. */
    public static Graph read(InputStream stream, String label) {
        try {
            return read(stream, Long.MAX_VALUE, label);
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(label, "cannot be read", e), e);
        }
    }

    private static Graph read(InputStream in, long size, String label) throws IOException {
        try {
            List<byte[]> payloads;
            byte[] model;
            try {
                payloads = payloads(in, size);
                model = GraphPayload.read(payloads.getFirst());
            } catch (LatheException e) {
                throw e.in(label);
            }
            return OnnxReader.read(model, label, new StoredTensors(payloads.subList(1, payloads.size())));
        } catch (OutOfMemoryError e) {
            throw new LimitException(label + ": needs more memory than this process has", e);
        }
    }

    /** That of the graph, and those of the tensors in their order. */
    private static List<byte[]> payloads(InputStream in, long size) throws IOException {
        SectionReader sections = new SectionReader(in, size);
        List<byte[]> payloads = new ArrayList<>();
        while (true) {
            Section section = sections.next();
            Kind wanted = payloads.isEmpty() ? Kind.GRAPH : Kind.TENSOR;
            if (section.kind() == Kind.END && !payloads.isEmpty()) {
                new PayloadReader(section.payload()).finish();
                sections.finish();
                return payloads;
            }
            if (section.kind() != wanted) {
                throw new ModelException("has a section " + section.kind() + " where one " + wanted + " has to be");
            }
            payloads.add(section.payload());
        }
    }
}
