package dev.lathe.backend.cpu;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tensors of one running call: buffers made once, the caller's tensors put in for the length of a call. */
final class Frame {
    /** A place in an operand or result list that holds one of the caller's tensors, under the shape of {@code type}. */
    private record Socket(@Nullable Tensor[] list, int index, TensorType type) {}

    private final Graph graph;
    private final Map<String, Tensor> own = new HashMap<>();
    private final Map<String, List<Socket>> sockets = new HashMap<>();
    private final List<List<@Nullable Tensor>> operands = new ArrayList<>();
    private final List<List<@Nullable Tensor>> results = new ArrayList<>();

    Frame(Graph graph, Inference types, BufferPlan plan, List<CpuExecutable.Step> steps) {
        this.graph = graph;
        List<Tensor> buffers = plan.buffers().stream().map(Tensor::zeros).toList();
        Function<String, @Nullable Tensor> tensors = value -> {
            Tensor constant = graph.constant(plan.origin(value));
            if (constant != null) {
                return constant.reshaped(types.type(value).shape());
            }
            return plan.slot(value) < 0 ? null : buffers.get(plan.slot(value)).viewedAs(types.type(value));
        };
        for (CpuExecutable.Step step : steps) {
            Node node = step.node();
            operands.add(wire(node.inputs(), tensors, types, plan));
            results.add(wire(node.outputs(), tensors, types, plan));
        }
    }

    private List<@Nullable Tensor> wire(
            List<String> values, Function<String, @Nullable Tensor> tensors, Inference types, BufferPlan plan) {
        @Nullable Tensor[] list = new Tensor[values.size()];
        for (int i = 0; i < list.length; i++) {
            String value = values.get(i);
            if (!value.isEmpty()) {
                list[i] = own.computeIfAbsent(value, tensors);
                if (list[i] == null) {
                    sockets.computeIfAbsent(plan.origin(value), _ -> new ArrayList<>())
                            .add(new Socket(list, i, types.type(value)));
                }
            }
        }
        return Arrays.asList(list);
    }

    List<@Nullable Tensor> operands(int step) {
        return operands.get(step);
    }

    List<@Nullable Tensor> results(int step) {
        return results.get(step);
    }

    /** Puts the caller's tensors in. */
    void enter(List<Tensor> inputs, List<Tensor> outputs) {
        for (int i = outputs.size() - 1; i >= 0; i--) {
            plug(graph.outputs().get(i), outputs.get(i));
        }
        for (int i = 0; i < inputs.size(); i++) {
            plug(graph.inputs().get(i), inputs.get(i));
        }
    }

    private void plug(Port port, Tensor tensor) {
        for (Socket socket : sockets.getOrDefault(port.name(), List.of())) {
            socket.list[socket.index] = tensor.reshaped(socket.type.shape());
        }
    }

    /** Lets go of the caller's tensors. */
    void leave() {
        sockets.values().forEach(list -> list.forEach(socket -> socket.list[socket.index] = null));
    }

    /** Fills outputs that no node writes: inputs and constants passed through, and values that leave twice. */
    void copyOutputs(List<Tensor> inputs, List<Tensor> outputs) {
        Map<String, Tensor> written = new HashMap<>(graph.constants());
        for (int i = 0; i < inputs.size(); i++) {
            written.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        for (int i = 0; i < outputs.size(); i++) {
            Tensor source = written.putIfAbsent(graph.outputs().get(i).name(), outputs.get(i));
            if (source != null) {
                System.arraycopy(source.array(), 0, outputs.get(i).array(), 0, source.size());
            }
        }
    }
}
