package dev.lathe.compress;

import dev.lathe.compress.Layer.Form;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes thin kernels as layers (Kim et al. 2015): {@code reduce} 1x1, {@code core} with the old window,
 * {@code restore} 1x1 with the old bias, and nothing between them. Not reusable.
 */
final class Splitting {
    private final Graph graph;
    private final Layer layer;
    private final RankSpace space;
    private final Ranks ranks;
    private final Set<String> taken = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    private Splitting(Graph graph, Layer layer, RankSpace space, Ranks ranks) {
        this.graph = graph;
        this.layer = layer;
        this.space = space;
        this.ranks = ranks;
        taken.addAll(graph.constants().keySet());
        graph.inputs().forEach(port -> taken.add(port.name()));
        graph.nodes().forEach(node -> {
            taken.add(node.name());
            taken.addAll(node.outputs());
        });
    }

    /**
     * What stands for {@code layer} of {@code graph}.
     *
     * @param groups a thin kernel for each group, all of {@code ranks}
     */
    static Replacement of(Graph graph, Layer layer, RankSpace space, Ranks ranks, List<ThinKernel> groups) {
        return new Splitting(graph, layer, space, ranks).replacement(groups);
    }

    private Replacement replacement(List<ThinKernel> groups) {
        Extents extents = layer.extents();
        String bias = bias(groups);
        String value = layer.input();
        if (space.reduces(ranks)) {
            float[] weights = joined(groups.stream().map(ThinKernel::reduce).toList());
            value = stage("reduce", value, point(weights, ranks.inputs(), extents.inputs()), false, "", "");
        }
        boolean restores = space.restores(ranks);
        float[] core = joined(groups.stream().map(ThinKernel::core).toList());
        value = stage("core", value, window(core), true, restores ? "" : bias, restores ? "" : last());
        if (restores) {
            float[] weights = joined(groups.stream().map(ThinKernel::restore).toList());
            value = stage("restore", value, point(weights, extents.outputs(), ranks.outputs()), false, bias, last());
        }
        if (layer.form() == Form.FLATTENED) {
            String name = fresh(layer.name() + "/flatten");
            nodes.add(
                    new Node(name, new Flatten(1), List.of(value), layer.node().outputs()));
        }
        return new Replacement(layer.name(), nodes, constants);
    }

    /** Name of the value that the last stage gives; empty for a fresh one. */
    private String last() {
        return layer.form() == Form.FLATTENED ? "" : layer.node().output();
    }

    private String stage(String role, String input, Tensor weights, boolean core, String bias, String output) {
        String name = fresh(layer.name() + "/" + role);
        String constant = fresh(name + ".weight");
        String value = output.isEmpty() ? fresh(name + ".out") : output;
        constants.put(constant, weights);
        boolean isLast = !output.isEmpty();
        List<String> inputs = bias.isEmpty() ? List.of(input, constant) : List.of(input, constant, bias);
        nodes.add(new Node(name, operator(core, isLast), inputs, List.of(value)));
        return value;
    }

    private Op operator(boolean core, boolean isLast) {
        int axes = layer.kernelExtents().size();
        Window points =
                Window.of(Collections.nCopies(axes, 1).stream().mapToInt(i -> i).toArray());
        return switch (layer.node().op()) {
            case Conv conv -> core ? conv : new Conv(points, conv.groups(), Epilogue.NONE);
            case Gemm gemm
            when layer.form() == Form.MATRIX ->
                isLast
                        ? new Gemm(gemm.alpha(), gemm.beta(), false, true, Epilogue.NONE)
                        : new Gemm(1, 1, false, true, Epilogue.NONE);
            case MatMul product when layer.form() == Form.MATRIX -> product;
            case Op _ -> new Conv(core ? covering() : points, 1, Epilogue.NONE);
        };
    }

    /** The window of a kernel that covers the whole map. */
    private Window covering() {
        return Window.of(layer.kernelExtents().stream().mapToInt(i -> i).toArray());
    }

    private Tensor point(float[] weights, int outputs, int inputs) {
        return shaped(weights, outputs, inputs, false);
    }

    private Tensor window(float[] weights) {
        Extents extents = layer.extents();
        return shaped(
                weights,
                space.restores(ranks) ? ranks.outputs() : extents.outputs(),
                space.reduces(ranks) ? ranks.inputs() : extents.inputs(),
                true);
    }

    private Tensor shaped(float[] weights, int outputs, int inputs, boolean core) {
        if (layer.form() == Form.MATRIX) {
            return layer.node().op() instanceof MatMul
                    ? Tensor.of(Shape.of(inputs, outputs), Layer.transposed(weights, outputs, inputs))
                    : Tensor.of(Shape.of(outputs, inputs), weights);
        }
        List<Integer> dims = new ArrayList<>(List.of(layer.extents().groups() * outputs, inputs));
        layer.kernelExtents().forEach(extent -> dims.add(core ? extent : 1));
        return Tensor.of(Shape.of(dims), weights);
    }

    /** The old bias, or a new one where thin kernels bring a correction; empty for none. */
    private String bias(List<ThinKernel> groups) {
        String old = layer.node().input(2);
        Tensor known = graph.constant(old);
        int channels = layer.extents().groups() * layer.extents().outputs();
        boolean flattened = layer.form() == Form.FLATTENED && known != null;
        if (groups.stream().anyMatch(group -> group.bias() == null) && !flattened) {
            return old;
        }
        float[] sum = new float[channels];
        for (int c = 0; c < channels; c++) {
            float[] correction = groups.get(c / layer.extents().outputs()).bias();
            double before = known == null ? 0 : known.doubleAt(known.size() == 1 ? 0 : c);
            sum[c] = (float) (before
                    + (correction == null ? 0 : correction[c % layer.extents().outputs()]));
        }
        String name = fresh(layer.name() + ".bias");
        constants.put(name, Tensor.of(Shape.of(channels), sum));
        return name;
    }

    private static float[] joined(List<float @Nullable []> parts) {
        int size = parts.stream().mapToInt(part -> part.length).sum();
        float[] all = new float[size];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private String fresh(String wish) {
        String name = wish;
        for (int i = 2; !taken.add(name); i++) {
            name = wish + i;
        }
        return name;
    }
}
