package dev.lathe.container;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Concat;
import dev.lathe.op.Flatten;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/** Small graphs whose weights are stored in every encoding. */
final class SampleContainers {
    private static final int[] NAN_BITS = {0x7fc00000, 0x7f800001, 0xffc12345, 0x7fffffff};

    private SampleContainers() {}

    /** A graph that joins its constants to one row. */
    static Graph graph(Map<String, Tensor> constants) {
        List<Node> nodes = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        constants.keySet().forEach(name -> {
            rows.add("row of " + name);
            nodes.add(new Node("flatten " + name, new Flatten(0), List.of(name), List.of(rows.getLast())));
        });
        nodes.add(new Node("join", new Concat(1), rows, List.of("y")));
        return new Graph(
                "sample",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(1))),
                List.of(new Port("y", DType.FLOAT32, null)),
                constants,
                nodes,
                Map.of("licence", "none"));
    }

    static Graph graph(Tensor tensor) {
        return graph(Map.of("w", tensor));
    }

    /** One tensor for each encoding that {@code coder} has, named after it, and one that is too small for any. */
    static Graph everyEncoding(Coder coder) {
        Random random = new Random(5);
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("small", tensor(i -> (float) i, 3, 5));
        constants.put("RAW", tensor(_ -> Float.intBitsToFloat(random.nextInt()), 19));
        constants.put("PLANES", tensor(_ -> (float) random.nextGaussian(), 2, 7, 13));
        if (coder == Coder.HUFFMAN) {
            constants.put("DENSE_CODEBOOK", tensor(_ -> Math.round(2 * random.nextGaussian()) / 3f, 5, 3, 3, 7));
            constants.put(
                    "SPARSE_CODEBOOK", tensor(_ -> random.nextInt(14) == 0 ? random.nextInt(1, 9) / 3f : 0f, 23, 31));
        } else {
            constants.put("ADAPTIVE_CODEBOOK", tensor(i -> i / 75 % 2 * random.nextInt(1, 9) / 3f, 23, 3, 5, 5));
        }
        constants.put(
                "SPARSE_PLANES",
                tensor(_ -> random.nextInt(9) == 0 ? Float.intBitsToFloat(random.nextInt()) : 0f, 11, 101));
        return graph(constants);
    }

    static Tensor tensor(IntFunction<Float> element, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = element.apply(i);
        }
        return Tensor.of(shape, values);
    }

    /** Weights, among them zeros of both signs, infinities, subnormals and several NaNs. */
    static Tensor oddities(int size) {
        Random random = new Random(size);
        return tensor(
                _ -> switch (random.nextInt(9)) {
                    case 0 -> -0f;
                    case 1 -> Float.intBitsToFloat(NAN_BITS[random.nextInt(NAN_BITS.length)]);
                    case 2 -> Float.NEGATIVE_INFINITY;
                    case 3 -> Float.MIN_VALUE * random.nextInt(3);
                    case 4 -> Float.MAX_VALUE;
                    default -> 0f;
                },
                size);
    }

    static byte[] bytes(Graph graph, Coder coder) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LatheWriter.write(graph, out, coder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
