package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A graph while a pass works on it: nodes in numbered slots, constants, and who gives and who uses each value.
 *
 * <p>A pass matches backwards, from the last node of a pattern to its producers, and {@linkplain #replace replaces}
 * that last node. Whatever nobody uses any more because of that, nodes and constants alike, vanishes by itself; what
 * was unused from the start stays. As the new node stands where the last one stood, all its operands are defined before
 * it.
 */
final class Rewriter {
    private final Graph graph;
    private final List<@Nullable Node> slots;
    private final Map<String, Integer> slotOf = new HashMap<>();
    private final Map<String, Integer> uses;
    private final Map<String, Tensor> constants;
    private boolean changed;

    Rewriter(Graph graph) {
        this.graph = graph;
        this.slots = new ArrayList<>(graph.nodes());
        this.uses = graph.uses();
        this.constants = new LinkedHashMap<>(graph.constants());
        for (int slot = 0; slot < slots.size(); slot++) {
            settle(slot, graph.nodes().get(slot));
        }
    }

    /** Number of slots; constant, as vanished nodes leave theirs empty. */
    int size() {
        return slots.size();
    }

    /** The node in {@code slot}, or null if it vanished. */
    @Nullable
    Node at(int slot) {
        return slots.get(slot);
    }

    /** Where the node stands that gives {@code value}; -1 for inputs and constants. */
    int slotOf(String value) {
        return slotOf.getOrDefault(value, -1);
    }

    /** The node that gives {@code value} if nothing but one operand of one node uses it; otherwise null. */
    @Nullable
    Node soleProducer(String value) {
        int slot = slotOf(value);
        return slot >= 0 && uses.getOrDefault(value, 0) == 1 ? slots.get(slot) : null;
    }

    /** The value {@code name} if it is known without a run. */
    @Nullable
    Tensor constant(String name) {
        return constants.get(name);
    }

    /** Puts {@code node} in the place of the one in {@code slot}; it may only use values defined before. */
    void replace(int slot, Node node) {
        Node old = Objects.requireNonNull(slots.get(slot));
        node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        old.outputs().forEach(slotOf::remove);
        settle(slot, node);
        release(old.inputs());
        changed = true;
    }

    /** Removes the node in {@code slot}; its results become constants. */
    void fold(int slot, List<Tensor> results) {
        Node old = Objects.requireNonNull(slots.get(slot));
        for (int i = 0; i < old.outputs().size(); i++) {
            String output = old.outputs().get(i);
            if (uses.getOrDefault(output, 0) > 0) {
                constants.put(output, results.get(i));
            }
        }
        slots.set(slot, null);
        old.outputs().forEach(slotOf::remove);
        release(old.inputs());
        changed = true;
    }

    /**
     * Another value for the constant {@code old} of one user: under the same name if it is the only one, under a new
     * name like {@code wish} if others still need the old value.
     */
    String revise(String old, Tensor value, String wish) {
        if (uses.getOrDefault(old, 0) == 1) {
            constants.put(old, value);
            return old;
        }
        return define(wish, value);
    }

    /** Adds a constant; returns its name, which is {@code wish} with a number if that is taken. */
    String define(String wish, Tensor value) {
        String name = wish;
        for (int i = 2; isTaken(name); i++) {
            name = wish + i;
        }
        constants.put(name, value);
        return name;
    }

    private boolean isTaken(String name) {
        return uses.containsKey(name)
                || constants.containsKey(name)
                || slotOf.containsKey(name)
                || graph.inputs().stream().anyMatch(port -> port.name().equals(name));
    }

    /** The rewritten graph, or the one this began with when nothing was replaced. */
    Graph graph() {
        return changed ? graph.with(slots.stream().filter(Objects::nonNull).toList(), constants) : graph;
    }

    private void settle(int slot, Node node) {
        slots.set(slot, node);
        node.outputs().stream().filter(output -> !output.isEmpty()).forEach(output -> slotOf.put(output, slot));
    }

    /** Takes one use from each value; a queue instead of recursion, as chains may be long. */
    private void release(Collection<String> values) {
        Deque<String> queue = new ArrayDeque<>(values);
        while (!queue.isEmpty()) {
            String value = queue.remove();
            if (value.isEmpty() || uses.merge(value, -1, Integer::sum) > 0 || constants.remove(value) != null) {
                continue;
            }
            int slot = slotOf(value);
            Node producer = slot < 0 ? null : slots.get(slot);
            if (producer != null && producer.outputs().stream().allMatch(o -> uses.getOrDefault(o, 0) <= 0)) {
                slots.set(slot, null);
                producer.outputs().forEach(slotOf::remove);
                queue.addAll(producer.inputs());
            }
        }
    }
}
