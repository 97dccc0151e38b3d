package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Node;
import dev.lathe.op.ElementType;
import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a file, and the place where its translation goes. Optional operands that are absent have the empty name,
 * wherever they stand.
 */
final class OnnxNode {
    private final GraphDraft draft;
    private final int opset;
    private final String name;
    private final Attributes attributes;
    private final List<String> inputs;
    private final List<String> outputs;
    private final int outputCount;

    OnnxNode(GraphDraft draft, NodeProto proto, String name, int opset) {
        this.draft = draft;
        this.opset = opset;
        this.name = name;
        this.attributes = new Attributes(proto.getAttributeList());
        this.inputs = withoutTrailingEmpty(proto.getInputList());
        this.outputs = withoutTrailingEmpty(proto.getOutputList());
        this.outputCount = proto.getOutputCount();
        if (outputs.isEmpty()) {
            throw new ShapeException("it has no output");
        }
    }

    private static List<String> withoutTrailingEmpty(List<String> names) {
        int end = names.size();
        while (end > 0 && names.get(end - 1).isEmpty()) {
            end--;
        }
        return List.copyOf(names.subList(0, end));
    }

    int opset() {
        return opset;
    }

    Attributes attributes() {
        return attributes;
    }

    ModelSource source() {
        return draft.source();
    }

    /** Names of the operands, absent ones at the end left out. */
    List<String> inputs() {
        return inputs;
    }

    /** Number of results, those without a name included. */
    int outputCount() {
        return outputCount;
    }

    boolean has(int index) {
        return !input(index).isEmpty();
    }

    /** Name of operand {@code index}, empty when absent. */
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** Name of operand {@code index}, which must be there. */
    String required(int index) {
        if (!has(index)) {
            throw malformed("operand %d is missing", index);
        }
        return inputs.get(index);
    }

    /**
     * An operand that older opsets gave as a list of integers: operand {@code index}, or {@code attribute} as a
     * constant; empty when there is neither.
     */
    String listOperand(int index, String attribute) {
        long[] values = attributes.longs(attribute);
        if (values == null) {
            return input(index);
        }
        if (has(index)) {
            throw malformed("'%s' is given as operand and as attribute", attribute);
        }
        return constant(attribute, Tensor.vector(values));
    }

    /** Whether somebody wants result {@code index}. */
    boolean isUsed(int index) {
        return index < outputs.size() && draft.isUsed(outputs.get(index));
    }

    /** What is known of operand {@code index}. */
    ValueInfo info(int index) {
        return draft.info(input(index));
    }

    /** The value of operand {@code index}, or null when it is absent or no constant. */
    @Nullable
    Tensor constant(int index) {
        return draft.constant(input(index));
    }

    /** As {@link #constant}, for a value that becomes part of the operator instead of an operand. */
    @Nullable
    Tensor absorb(int index) {
        draft.absorb(input(index));
        return constant(index);
    }

    /** Adds the constant {@code <node>/role} and gives its name. */
    String constant(String role, Tensor tensor) {
        String value = draft.freshValue(name + "/" + role);
        draft.define(value, tensor, ElementTypes.of(tensor.dtype()));
        return value;
    }

    /** Makes this node's result itself a constant. */
    void define(Tensor tensor, ElementType element) {
        draft.define(outputs.get(0), tensor, element);
    }

    /** Adds a node {@code <node>/role} before the last one and gives the name of its result. */
    String before(String role, Op op, String... operands) {
        String value = draft.freshValue(name + "/" + role);
        draft.add(new Node(draft.freshNode(name + "/" + role), op, List.of(operands), List.of(value)));
        return value;
    }

    /** Adds the node that gives this node's results, on all its operands. */
    void emit(Op op) {
        emit(op, inputs);
    }

    void emit(Op op, String... operands) {
        emit(op, List.of(operands));
    }

    void emit(Op op, List<String> operands) {
        draft.add(new Node(name, op, withoutTrailingEmpty(operands), outputs, extras()));
    }

    /** As {@link #emit(Op, String...)}, without results beyond the first {@code count}, which nobody may use. */
    void emitOnly(int count, Op op, List<String> operands, String reason) {
        for (int i = count; i < outputs.size(); i++) {
            if (isUsed(i)) {
                throw unsupported("result %d is used, %s", i, reason);
            }
        }
        List<String> kept = new ArrayList<>(outputs.subList(0, Math.min(count, outputs.size())));
        draft.add(new Node(name, op, withoutTrailingEmpty(operands), kept, extras()));
    }

    /** Whether the node before was a cast between floats that from now on gives this node's result itself. */
    boolean undoesCast() {
        return draft.castBack(required(0), outputs.get(0));
    }

    private Map<String, byte[]> extras() {
        return attributes.extras();
    }

    /** To be thrown: well-formed, but not for Lathe. File and node are added by the caller. */
    UnsupportedException unsupported(String format, Object... args) {
        return new UnsupportedException(String.format(Locale.ROOT, format, args));
    }

    /** To be thrown: not as the specification wants it. File and node are added by the caller. */
    ShapeException malformed(String format, Object... args) {
        return new ShapeException(String.format(Locale.ROOT, format, args));
    }
}
