package dev.lathe.container;

import dev.lathe.container.Storage.Bytes;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.error.DataException;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.file.WholeFile;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes graphs as {@code .lathe} files: weights in the encoding that takes the fewest bytes, all of them without loss,
 * and everything else as {@link OnnxWriter} would write it. The same graph gives the same bytes.
 */
public final class LatheWriter {
    /** Constants of fewer elements stay in the graph, where they cost less than a section of their own. */
    private static final int FEWEST_ELEMENTS = 16;

    private LatheWriter() {}

    /**
     * Writes {@code graph} to {@code file}, whole or not at all.
     *
     * @return where the bytes went
     * @throws DataException if the file cannot be written
     * @throws LimitException if one tensor takes more than 2 GB, or the memory of this process does not suffice
     */
    public static Storage write(Graph graph, Path file, Coder coder) {
        Storage[] storage = new Storage[1];
        WholeFile.write(file, out -> storage[0] = write(graph, out, coder));
        return storage[0];
    }

    /** Where the bytes of a file would go, without writing one. */
    public static Storage measure(Graph graph, Coder coder) {
        try {
            return write(graph, OutputStream.nullOutputStream(), coder);
        } catch (IOException e) {
            throw new DataException("graph " + graph.name() + " cannot be measured", e);
        }
    }

    /** As {@link #write(Graph, Path, Coder)}, to a stream, which it does not close. */
    static Storage write(Graph graph, OutputStream out, Coder coder) throws IOException {
        Map<String, Tensor> stored = new LinkedHashMap<>();
        Map<String, String> locations = new LinkedHashMap<>();
        graph.constants().forEach((name, tensor) -> {
            if (tensor.dtype() == DType.FLOAT32 && tensor.size() >= FEWEST_ELEMENTS) {
                locations.put(name, String.valueOf(stored.size()));
                stored.put(name, tensor);
            }
        });
        try {
            byte[] model = GraphPayload.write(OnnxWriter.toBytes(graph, locations));
            SectionWriter sections = new SectionWriter(out);
            sections.write(Sections.Kind.GRAPH, model);
            List<StoredTensor> tensors = new ArrayList<>();
            for (Map.Entry<String, Tensor> each : stored.entrySet()) {
                tensors.add(write(each.getKey(), each.getValue(), coder, sections));
            }
            sections.write(Sections.Kind.END, new byte[0]);
            long frame = Sections.header().length + Sections.FRAME_BYTES;
            return new Storage(tensors, model.length + Sections.FRAME_BYTES, frame);
        } catch (OutOfMemoryError e) {
            throw new LimitException("graph " + graph.name() + " needs more memory than this process has", e);
        }
    }

    private static StoredTensor write(String name, Tensor tensor, Coder coder, SectionWriter sections)
            throws IOException {
        try {
            // A tensor's array may be longer than its shape.
            float[] floats = tensor.floats();
            float[] values = floats.length == tensor.size() ? floats : Arrays.copyOf(floats, tensor.size());
            Plan plan = Plans.smallest(values, tensor.shape(), coder);
            byte[] payload = TensorPayload.write(plan, tensor.size());
            sections.write(Sections.Kind.TENSOR, payload);
            return stored(name, tensor.size(), plan);
        } catch (LatheException e) {
            throw e.in("tensor '" + name + "'");
        }
    }

    private static StoredTensor stored(String name, int elements, Plan plan) {
        Bytes own = plan.bytes();
        long frame = Sections.FRAME_BYTES + TensorPayload.headBytes(elements);
        Bytes bytes = new Bytes(own.codebook(), own.codes(), own.gaps(), own.other() + frame);
        Encoding encoding = plan.encoding();
        return switch (plan) {
            case Plan.Raw _, Plan.Flat _ -> new StoredTensor(name, encoding, elements, elements, 0, 0, 0, bytes);
            case Plan.DenseCodebook dense ->
                new StoredTensor(
                        name, encoding, elements, elements, 0, dense.book().size(), 0, bytes);
            case Plan.SparseCodebook sparse -> {
                SparseIndex index = sparse.index();
                int distinct = sparse.book().size();
                yield new StoredTensor(
                        name, encoding, elements, index.entries(), index.fillers(), distinct, index.width(), bytes);
            }
            case Plan.AdaptiveCodebook adaptive ->
                new StoredTensor(
                        name, encoding, elements, elements, 0, adaptive.book().size(), 0, bytes);
            case Plan.SparsePlanes sparse -> {
                SparseIndex index = sparse.index();
                yield new StoredTensor(
                        name, encoding, elements, index.entries(), index.fillers(), 0, index.width(), bytes);
            }
        };
    }
}
