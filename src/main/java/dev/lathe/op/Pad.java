package dev.lathe.op;

import dev.lathe.tensor.TensorType;
import java.util.List;

/**
 * Operands data, pads (begin of each axis, then end; negative ones crop), optional constant, optional axes.
 */
public record Pad(Mode mode) implements Op {
    @Override
    public java.util.Set<Integer> parameters() {
        return java.util.Set.of(1, 3);
    }
    /** What fills the border; REFLECT does not repeat the edge, EDGE does, WRAP continues from the other side. */
    public enum Mode {
        CONSTANT, REFLECT, EDGE, WRAP
    }

    @Override
    public List<TensorType> infer(Operands in) {
        throw new UnsupportedOperationException();
    }
}
