package dev.lathe.backend.gpu.launch;

import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Tuning;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One use of an operator on a device.
 *
 * @param operands checked; with values where they are constants
 * @param results types, null where a result is not wanted
 */
public record Call(Operands operands, List<@Nullable TensorType> results, Traits device, Tuning tuning) {
    /** Whether result {@code index} is wanted. */
    public boolean wants(int index) {
        return index < results.size() && results.get(index) != null;
    }

    /** Type of result {@code index}, which is wanted. */
    public TensorType result(int index) {
        return Objects.requireNonNull(results.get(index));
    }

    /** Shape of operand {@code index}. */
    public Shape shape(int index) {
        return operands.shape(index);
    }

    /** A grid of at least {@code count} independent items. */
    public Grid cover(long count) {
        return Grid.cover(count, device.group());
    }
}
