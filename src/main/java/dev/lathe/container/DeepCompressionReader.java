package dev.lathe.container;

import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.file.FileMessage;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Gemm;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the files in which the networks of Han et al., "Deep Compression" (2016), were published. They hold weights and
 * biases of the layers, but neither names nor shapes, so the network has to be known.
 *
 * <p>Little-endian: the number of entries of each layer (4 bytes each); then for each layer a codebook of floats, 256
 * for a convolution and 16 for a fully connected layer, whose first is 0; the bias; a code for each entry, 8 or 4 bits;
 * and the distance of each entry to the one before, less 1, in 4 bits. What takes 4 bits lies two to a byte, the first
 * in the lower half. Weights that no entry reaches are 0.
 */
public final class DeepCompressionReader {
    private static final int CONV_CODE_BITS = 8;
    private static final int GEMM_CODE_BITS = 4;
    private static final int DISTANCE_BITS = 4;

    private final ByteBuffer file;

    private DeepCompressionReader(ByteBuffer file) {
        this.file = file;
    }

    /** One layer of the network. */
    private record Layer(String name, String weight, Shape shape, String bias, int codeBits) {
        int outputs() {
            return shape.dim(0);
        }
    }

    /**
     * {@code topology} with the weights and biases in {@code net}, whose layers are those of its Conv and Gemm nodes in
     * their order. Both have to be constants that no other layer uses, those of a Gemm [outputs, inputs] (transB = 1).
     *
     * @throws ModelException if the file is missing or damaged, or is of another network
     * @throws LimitException if it does not fit the memory of this process
     */
    public static Graph read(Path net, Graph topology) {
        try {
            if (Files.size(net) > Integer.MAX_VALUE - Long.BYTES) {
                throw new LimitException("has " + Files.size(net) + " bytes, at most 2 GB are read");
            }
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(net)).order(ByteOrder.LITTLE_ENDIAN);
            return new DeepCompressionReader(file).read(topology);
        } catch (LatheException e) {
            throw e.in(net.toString());
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(net, "cannot be read", e), e);
        } catch (OutOfMemoryError e) {
            throw new LimitException(net + ": needs more memory than this process has", e);
        }
    }

    private Graph read(Graph topology) {
        List<Layer> layers = layers(topology);
        int[] entries = new int[layers.size()];
        for (int i = 0; i < entries.length; i++) {
            need(Integer.BYTES, "the number of entries of layer " + layers.get(i).name);
            entries[i] = file.getInt();
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(topology.constants());
        for (int i = 0; i < entries.length; i++) {
            Layer layer = layers.get(i);
            try {
                readLayer(layer, entries[i], constants);
            } catch (ModelException e) {
                throw e.in("layer " + layer.name);
            }
        }
        if (file.hasRemaining()) {
            throw new ModelException("has " + file.remaining() + " bytes after its last layer");
        }
        return topology.with(topology.nodes(), constants);
    }

    private static List<Layer> layers(Graph topology) {
        Map<String, Integer> uses = topology.uses();
        List<Layer> layers = new ArrayList<>();
        for (Node node : topology.nodes()) {
            boolean transposed = node.op() instanceof Gemm gemm && !gemm.transposeB();
            if (transposed) {
                throw new ModelException("the weights of " + node + " are [inputs, outputs], wanted [outputs, inputs]");
            }
            if (node.op() instanceof Conv || node.op() instanceof Gemm) {
                Shape weights = constant(topology, uses, node, 1).shape();
                int outputs = constant(topology, uses, node, 2).size();
                if (weights.rank() < 2 || weights.dim(0) != outputs) {
                    throw new ModelException(node + " has weights " + weights + " and a bias of " + outputs);
                }
                int codeBits = node.op() instanceof Conv ? CONV_CODE_BITS : GEMM_CODE_BITS;
                layers.add(new Layer(node.name(), node.input(1), weights, node.input(2), codeBits));
            }
        }
        return layers;
    }

    /** Operand {@code index} of {@code node}, which has to be known and its own. */
    private static Tensor constant(Graph topology, Map<String, Integer> uses, Node node, int index) {
        String name = node.input(index);
        Tensor constant = topology.constant(name);
        if (constant == null || constant.dtype() != DType.FLOAT32 || uses.getOrDefault(name, 0) != 1) {
            throw new ModelException("operand " + index + " of " + node + " is "
                    + (constant == null ? "no constant" : constant.type().toString()) + " with "
                    + uses.getOrDefault(name, 0) + " uses, wanted float32 constants that no other node uses");
        }
        return constant;
    }

    private void readLayer(Layer layer, int entries, Map<String, Tensor> constants) {
        int weights = layer.shape.size();
        if (entries < 0 || entries > weights) {
            throw new ModelException("has " + Integer.toUnsignedLong(entries) + " entries for " + weights + " weights");
        }
        float[] codebook = floats(1 << layer.codeBits, "the codebook");
        if (codebook[0] != 0) {
            throw new ModelException("its codebook begins with " + codebook[0] + ", wanted the 0 of fillers");
        }
        float[] bias = floats(layer.outputs(), "the bias");
        byte[] codes = packed(entries, layer.codeBits, "the codes");
        byte[] distances = packed(entries, DISTANCE_BITS, "the distances");
        float[] values = new float[weights];
        long position = -1;
        for (int i = 0; i < entries; i++) {
            position += 1 + part(distances, i, DISTANCE_BITS);
            if (position >= weights) {
                throw new ModelException("entry " + i + " lies at position " + position + " of " + weights);
            }
            values[(int) position] = codebook[part(codes, i, layer.codeBits)];
        }
        constants.put(layer.weight, Tensor.of(layer.shape, values));
        constants.put(layer.bias, Tensor.of(constants.get(layer.bias).shape(), bias));
    }

    private float[] floats(int count, String what) {
        need((long) count * Float.BYTES, what);
        float[] floats = new float[count];
        file.asFloatBuffer().get(floats);
        file.position(file.position() + count * Float.BYTES);
        return floats;
    }

    /** {@code count} numbers of {@code bits} each. */
    private byte[] packed(int count, int bits, String what) {
        long used = (long) count * bits;
        byte[] bytes = new byte[need((used + Byte.SIZE - 1) / Byte.SIZE, what)];
        file.get(bytes);
        if (used % Byte.SIZE != 0 && (bytes[bytes.length - 1] & 0xff) >> used % Byte.SIZE != 0) {
            throw new ModelException(what + " end in half a byte that is not 0");
        }
        return bytes;
    }

    private static int part(byte[] packed, int index, int bits) {
        long at = (long) index * bits;
        return packed[(int) (at / Byte.SIZE)] >> at % Byte.SIZE & ((1 << bits) - 1);
    }

    /** {@code bytes}, if the file has so many left. */
    private int need(long bytes, String what) {
        if (bytes > file.remaining()) {
            throw new ModelException(
                    what + " would take " + bytes + " bytes, the file has " + file.remaining() + " left");
        }
        return (int) bytes;
    }
}
