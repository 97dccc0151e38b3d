package dev.lathe.backend.gpu;

import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One operator on seeded operands. The same list runs on every device, as C under sanitizers and under a checker of
 * data races.
 *
 * @param name unique among all cases
 * @param operands null stands for an optional one left out
 * @param constants how many of the operands, from the last one backwards, are known before the run; the others are
 *     inputs
 * @param roundings how many single-precision roundings a float result may lie off
 * @param magnitude what those are relative to: the largest sum of absolute values behind any result
 * @param results how many results are wanted at most, from the first one on
 */
public record OpCase(
        String name,
        Op op,
        List<@Nullable Tensor> operands,
        int constants,
        int roundings,
        double magnitude,
        int results)
        implements GraphCase {
    /** All results are wanted. */
    OpCase(String name, Op op, List<@Nullable Tensor> operands, int constants, int roundings, double magnitude) {
        this(name, op, operands, constants, roundings, magnitude, Integer.MAX_VALUE);
    }

    /** The same under another name, where only the first result is wanted. */
    OpCase ofFirstResult(String otherName) {
        return new OpCase(otherName, op, operands, constants, roundings, magnitude, 1);
    }

    /** The results that are wanted. */
    @Override
    public List<Tensor> expected() {
        return Reference.evaluate(op, operands).stream().limit(results).toList();
    }

    /** The node alone. */
    @Override
    public Graph graph() {
        List<String> names = new ArrayList<>();
        List<Port> inputs = new ArrayList<>();
        Map<String, Tensor> known = new LinkedHashMap<>();
        for (int i = 0; i < operands.size(); i++) {
            Tensor operand = operands.get(i);
            names.add(operand == null ? "" : "operand" + i);
            if (operand != null && isInput(i)) {
                inputs.add(Port.of("operand" + i, operand.dtype(), operand.shape()));
            } else if (operand != null) {
                known.put("operand" + i, operand);
            }
        }
        List<Port> outputs = new ArrayList<>();
        List<TensorType> types = op.infer(Operands.ofValues(operands));
        for (TensorType type : types.subList(0, Math.min(results, types.size()))) {
            outputs.add(Port.of("result" + outputs.size(), type.dtype(), type.shape()));
        }
        List<String> wanted = outputs.stream().map(Port::name).toList();
        return new Graph("case", inputs, outputs, known, List.of(new Node("node", op, names, wanted)), Map.of());
    }

    /** Values of the graph's inputs. */
    @Override
    public List<Tensor> inputs() {
        return IntStream.range(0, operands.size())
                .filter(this::isInput)
                .mapToObj(operands::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean isInput(int operand) {
        return operand < operands.size() - constants && !op.parameters().contains(operand);
    }

    /** The same with {@code times} as many roundings. */
    @Override
    public OpCase amplified(int times) {
        return new OpCase(name, op, operands, constants, times * roundings, magnitude, results);
    }

    @Override
    public String toString() {
        return name;
    }
}
