package dev.lathe.backend.cpu;

import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which buffer each intermediate value lives in. Values whose lives do not overlap share one; a reshaped value shares
 * with what it was made of; what is written right into a concatenation lives in it; what may be written over an operand
 * that ends there takes its buffer. Values that leave the graph live in the caller's tensors and have no buffer.
 */
final class BufferPlan {
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, String> homes;
    private final Inference types;
    private final Function<Node, List<String>> inPlace;
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<TensorType> buffers = new ArrayList<>();
    private final Set<String> outputs = new HashSet<>();

    /**
     * @param nodes in the order in which they run
     * @param results what leaves the graph
     * @param isView which nodes only show their operand under another shape
     * @param homes by each value that lives inside another that other value, which is computed later
     * @param inPlace the operands that a node's result may be written over, whoever else needs them
     */
    BufferPlan(
            List<Node> nodes,
            List<Port> results,
            Inference types,
            Predicate<Node> isView,
            Map<String, String> homes,
            Function<Node, List<String>> inPlace) {
        this.homes = homes;
        this.types = types;
        this.inPlace = inPlace;
        results.stream().map(Port::name).forEach(outputs::add);
        Map<String, Integer> lastUse = lastUses(nodes, isView);
        List<Integer> free = new ArrayList<>();
        for (int step = 0; step < nodes.size(); step++) {
            Node node = nodes.get(step);
            Set<Integer> ending = new HashSet<>();
            for (String input : node.inputs()) {
                Integer slot = slots.get(origin(input));
                if (slot != null && lastUse.get(origin(input)) == step) {
                    ending.add(slot);
                }
            }
            for (String output : node.outputs()) {
                if (needsBuffer(output)) {
                    String home = origin(output);
                    int slot = slots.computeIfAbsent(home, _ -> claim(node, home, ending, free));
                    if (lastUse.getOrDefault(home, step) <= step) {
                        ending.add(slot);
                    }
                }
            }
            free.addAll(ending);
        }
    }

    /** Finds what is only another view of another value, and when each original is used last. */
    private Map<String, Integer> lastUses(List<Node> nodes, Predicate<Node> isView) {
        Map<String, Integer> lastUse = new HashMap<>();
        for (int step = 0; step < nodes.size(); step++) {
            Node node = nodes.get(step);
            for (String input : node.inputs()) {
                lastUse.put(origin(input), step);
            }
            if (isView.test(node) && !outputs.contains(node.output())) {
                origins.put(node.output(), origin(node.inputs().get(0)));
            }
        }
        return lastUse;
    }

    private boolean needsBuffer(String value) {
        return !value.isEmpty() && !outputs.contains(value) && !origins.containsKey(value);
    }

    /** The buffer of an operand that ends with {@code node}, which is no longer ending then, or another one. */
    private int claim(Node node, String result, Set<Integer> ending, List<Integer> free) {
        for (String operand : inPlace.apply(node)) {
            String origin = origin(operand);
            Integer slot = slots.get(origin);
            boolean alone =
                    node.inputs().stream().filter(o -> origin(o).equals(origin)).count() == 1;
            // what is part of a concatenation has its neighbours in the same buffer
            boolean whole = types.type(origin).shape().size()
                    == types.type(operand).shape().size();
            if (slot != null && result.equals(node.output()) && alone && whole && ending.remove(slot)) {
                return slot;
            }
        }
        return claim(types.type(result), free);
    }

    /** A free buffer that is large enough, or the largest free one made larger, or a new one. */
    private int claim(TensorType type, List<Integer> free) {
        List<Integer> fitting = free.stream()
                .filter(slot -> buffers.get(slot).dtype() == sharing(type.dtype()))
                .toList();
        int size = type.shape().size();
        Optional<Integer> chosen = fitting.stream()
                .filter(slot -> capacity(slot) >= size)
                .min(Comparator.comparing(this::capacity))
                .or(() -> fitting.stream().max(Comparator.comparing(this::capacity)));
        if (chosen.isEmpty()) {
            buffers.add(new TensorType(sharing(type.dtype()), Shape.of(size)));
            return buffers.size() - 1;
        }
        int slot = chosen.get();
        free.remove(Integer.valueOf(slot));
        if (capacity(slot) < size) {
            buffers.set(slot, new TensorType(sharing(type.dtype()), Shape.of(size)));
        }
        return slot;
    }

    /** Byte-sized types share buffers. */
    private static DType sharing(DType dtype) {
        return dtype.bytes() == 1 ? DType.UINT8 : dtype;
    }

    private int capacity(int slot) {
        return buffers.get(slot).shape().size();
    }

    /** The value whose elements {@code value} shows under another shape or is a part of; else itself. */
    String origin(String value) {
        return origins.getOrDefault(value, homes.getOrDefault(value, value));
    }

    /** Whether {@code value} is only another shape of an earlier one, so that its node has nothing to do. */
    boolean isView(String value) {
        return origins.containsKey(value);
    }

    /** Number of the buffer of {@code value}'s origin; -1 when that is an input, an output or a constant. */
    int slot(String value) {
        return slots.getOrDefault(origin(value), -1);
    }

    /** Types of the buffers: rank 1, byte-sized ones as {@code UINT8}. */
    List<TensorType> buffers() {
        return buffers;
    }

    /** Bytes of all buffers together. */
    long bytes() {
        return buffers.stream().mapToLong(TensorType::bytes).sum();
    }
}
