package dev.lathe.op;

import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is asked to work on: the type of each operand and, where it is known before the run, its value.
 * Optional operands that were left out are absent.
 */
public final class Operands {
    /** One operand; {@code value} is null when only the run will tell it. */
    public record Operand(TensorType type, @Nullable Tensor value) {}

    private final List<@Nullable Operand> operands;

    private Operands(List<@Nullable Operand> operands) {
        this.operands = operands;
    }

    /** {@code operands} in order; null stands for an optional operand left out. */
    public static Operands of(List<@Nullable Operand> operands) {
        return new Operands(Collections.unmodifiableList(new ArrayList<>(operands)));
    }

    /** Operands of which all values are known; null stands for an optional operand left out. */
    public static Operands ofValues(List<@Nullable Tensor> values) {
        List<@Nullable Operand> operands = new ArrayList<>();
        for (Tensor value : values) {
            operands.add(value == null ? null : new Operand(value.type(), value));
        }
        return of(operands);
    }

    /** Operands of which only the types are known. */
    public static Operands ofTypes(TensorType... types) {
        List<@Nullable Operand> operands = new ArrayList<>();
        for (TensorType type : types) {
            operands.add(new Operand(type, null));
        }
        return of(operands);
    }

    /** Number of operands, absent ones in the middle included. */
    public int count() {
        return operands.size();
    }

    public boolean has(int index) {
        return index < operands.size() && operands.get(index) != null;
    }

    private Operand get(int index) {
        Operand operand = index < operands.size() ? operands.get(index) : null;
        if (operand == null) {
            throw new ShapeException("operand " + index + " is missing");
        }
        return operand;
    }

    public TensorType type(int index) {
        return get(index).type();
    }

    public Shape shape(int index) {
        return type(index).shape();
    }

    public DType dtype(int index) {
        return type(index).dtype();
    }

    /** The value of operand {@code index}, or null when it is absent or told only by the run. */
    public @Nullable Tensor valueOrNull(int index) {
        return has(index) ? get(index).value() : null;
    }

    /**
     * The value of operand {@code index}, which decides a shape.
     *
     * @param role the operand's name in the ONNX specification, for the message
     * @throws ShapeException if only the run will tell it
     */
    public Tensor value(int index, String role) {
        Tensor value = get(index).value();
        if (value == null) {
            throw new ShapeException("operand " + index + " (" + role + ") must be known before the run,"
                    + " but it is computed from data");
        }
        return value;
    }
}
