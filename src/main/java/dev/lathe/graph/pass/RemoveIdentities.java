package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Cast;
import dev.lathe.op.Concat;
import dev.lathe.op.Dropout;
import dev.lathe.op.ElementType;
import dev.lathe.op.Expand;
import dev.lathe.op.Flatten;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.op.Pad;
import dev.lathe.op.Reshape;
import dev.lathe.op.Slice;
import dev.lathe.op.Split;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Tile;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unsqueeze;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Removes nodes whose first result is their first operand: Identity, Dropout whose mask nobody uses, Concat of one,
 * and, where types are known, Reshape, Flatten, Squeeze, Unsqueeze, Expand, Tile, Transpose, Cast, Pad, Slice and Split
 * that change nothing.
 *
 * <p>Names of inputs and outputs stay. A node that ties an input, a constant or another output to an output is kept.
 */
public final class RemoveIdentities implements Pass {
    @Override
    public String name() {
        return "remove-identities";
    }

    @Override
    public Graph apply(Graph graph) {
        Knowledge knowledge = Knowledge.of(graph);
        Map<String, Integer> uses = graph.uses();
        Names names = new Names(graph);
        Set<Node> kept = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            boolean onlyFirst = !node.outputs().isEmpty()
                    && node.outputs().stream()
                            .skip(1)
                            .allMatch(output -> output.isEmpty() || !uses.containsKey(output));
            if (!(onlyFirst && changesNothing(node, knowledge) && names.merge(node.input(0), node.output()))) {
                kept.add(node);
            }
        }
        if (kept.size() == graph.nodes().size()) {
            return graph;
        }
        List<Node> renamed = kept.stream()
                .map(node -> node.withInputs(names.of(node.inputs())).withOutputs(names.of(node.outputs())))
                .toList();
        return graph.with(renamed, graph.constants());
    }

    private static boolean changesNothing(Node node, Knowledge knowledge) {
        Op op = node.op();
        if (op instanceof Identity
                || (op instanceof Dropout && node.inputs().size() < 3)
                || (op instanceof Concat && node.inputs().size() == 1)) {
            return true;
        }
        TensorType type = knowledge.type(node.input(0));
        if (type == null || !knowledge.sameType(node.input(0), node.output())) {
            return false;
        }
        return op instanceof Reshape
                || op instanceof Flatten
                || op instanceof Squeeze
                || op instanceof Unsqueeze
                || op instanceof Expand
                || op instanceof Tile
                || op instanceof Split
                || (op instanceof Transpose transpose && keepsOrder(transpose.perm(), type))
                || (op instanceof Cast cast && isExact(cast.to()))
                || (op instanceof Pad && isZero(knowledge.constant(node.input(1))))
                || (op instanceof Slice && goesForward(node, knowledge));
    }

    /** Whether the axes of more than one position stay in order. An empty {@code perm} reverses them. */
    private static boolean keepsOrder(List<Integer> perm, TensorType type) {
        int rank = type.shape().rank();
        int[] moved = IntStream.range(0, rank)
                .map(i -> perm.isEmpty() ? rank - 1 - i : perm.get(i))
                .filter(axis -> type.shape().dim(axis) != 1)
                .toArray();
        return IntStream.range(1, moved.length).allMatch(i -> moved[i - 1] < moved[i]);
    }

    /** Whether a cast to the same held type keeps every bit; the narrow floats round. */
    private static boolean isExact(ElementType to) {
        return to != ElementType.FLOAT16 && to != ElementType.BFLOAT16;
    }

    private static boolean isZero(@Nullable Tensor pads) {
        return pads != null && Arrays.stream(pads.toLongs()).allMatch(pad -> pad == 0);
    }

    /** A slice that is as large as its operand and never walks backwards is all of it. */
    private static boolean goesForward(Node node, Knowledge knowledge) {
        if (node.input(4).isEmpty()) {
            return true;
        }
        Tensor steps = knowledge.constant(node.input(4));
        return steps != null && Arrays.stream(steps.toLongs()).allMatch(step -> step > 0);
    }

    /** Which name a value has after identities are gone. */
    private static final class Names {
        private final Map<String, String> renamed = new HashMap<>();
        private final Set<String> outputs = new HashSet<>();
        private final Set<String> entries;

        Names(Graph graph) {
            graph.outputs().stream().map(Port::name).forEach(outputs::add);
            entries = new HashSet<>(graph.constants().keySet());
            graph.inputs().stream().map(Port::name).forEach(entries::add);
        }

        /** Makes {@code to} and {@code from} one value; false if both names have to stay. */
        boolean merge(String from, String to) {
            if (from.isEmpty() || to.isEmpty()) {
                return false;
            }
            String source = of(from);
            if (!outputs.contains(to)) {
                renamed.put(to, source);
                return true;
            }
            if (entries.contains(source) || outputs.contains(source)) {
                return false;
            }
            renamed.put(source, to);
            return true;
        }

        String of(String name) {
            String current = name;
            for (String next = renamed.get(current); next != null; next = renamed.get(current)) {
                current = next;
            }
            return current;
        }

        List<String> of(List<String> names) {
            return names.stream().map(this::of).toList();
        }
    }
}
