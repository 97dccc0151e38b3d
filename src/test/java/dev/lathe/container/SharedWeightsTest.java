package dev.lathe.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.compress.entropy.Gaps;
import dev.lathe.container.Storage.StoredTensor;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.op.Conv;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A SqueezeNet with random weights, of which a third is kept and takes one of 255 values. */
class SharedWeightsTest {
    /** In the format of Han et al. */
    private static final int CODE_BITS = 8;

    private static final int INDEX_BITS = 4;
    /** A Gaussian's third lies beyond this many deviations. */
    private static final double THRESHOLD = 0.967;

    private static final double STEP = 1 / 36.0;

    private static Graph shared() {
        Graph graph = Zoo.graph("squeezenet1.0", 1);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        weights(graph).forEach(name -> constants.computeIfPresent(name, (_, tensor) -> shared(tensor)));
        return graph.with(graph.nodes(), constants);
    }

    private static List<String> weights(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Conv)
                .map((Node node) -> node.input(1))
                .toList();
    }

    private static Tensor shared(Tensor tensor) {
        double squares = 0;
        for (float value : tensor.floats()) {
            squares += value * value;
        }
        double deviation = Math.sqrt(squares / tensor.size());
        Tensor shared = tensor.copy();
        float[] values = shared.floats();
        for (int i = 0; i < values.length; i++) {
            long level = Math.clamp(Math.round(values[i] / deviation / STEP), -127, 127);
            values[i] = Math.abs(values[i]) < THRESHOLD * deviation ? 0 : (float) (level * STEP * deviation);
        }
        return shared;
    }

    /** What the published format takes: codebooks of 256 values, fixed codes, an index of fixed width. */
    private static long fixedBytes(Graph graph) {
        long bytes = 0;
        for (String name : weights(graph)) {
            Tensor tensor = graph.constants().get(name);
            Gaps gaps = new Gaps();
            int last = -1;
            for (int i = 0; i < tensor.size(); i++) {
                if (tensor.floats()[i] != 0) {
                    gaps.add(i - last);
                    last = i;
                }
            }
            long entries = gaps.index(INDEX_BITS).entries();
            bytes += entries * (CODE_BITS + INDEX_BITS) / Byte.SIZE
                    + (4L << CODE_BITS)
                    + 4L * tensor.shape().dim(0);
        }
        return bytes;
    }

    private static long payload(Storage storage) {
        return storage.tensors().stream()
                .map(StoredTensor::bytes)
                .mapToLong(bytes -> bytes.codebook() + bytes.codes() + bytes.gaps())
                .sum();
    }

    @Test
    void takesAFifthLessThanWithFixedCodes() throws IOException {
        Graph graph = shared();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Storage storage = LatheWriter.write(graph, out, Coder.HUFFMAN);
        assertThat(payload(storage)).isLessThan(fixedBytes(graph) * 8 / 10);
        assertThat(storage.totalBytes() - payload(storage)).isLessThanOrEqualTo(8 << 10);
        assertThat(out.size()).isEqualTo(storage.totalBytes());
        assertThat(OnnxWriter.toBytes(LatheReader.read(new ByteArrayInputStream(out.toByteArray()), "shared")))
                .isEqualTo(OnnxWriter.toBytes(graph));
    }

    @Test
    void takesEvenLessWithAdaptiveCodes() throws IOException {
        Graph graph = shared();
        long huffman = LatheWriter.write(graph, new ByteArrayOutputStream(), Coder.HUFFMAN)
                .totalBytes();
        Storage storage = LatheWriter.write(graph, new ByteArrayOutputStream(), Coder.ADAPTIVE);
        assertThat(storage.totalBytes()).isLessThan(huffman);
        assertThat(storage.tensors())
                .filteredOn(tensor -> weights(graph).contains(tensor.name()))
                .extracting(StoredTensor::encoding)
                .containsOnly(Encoding.ADAPTIVE_CODEBOOK);
    }
}
