package dev.lathe.backend.gpu.launch;

import dev.lathe.tensor.Tensor;
import java.util.List;

/** One argument of a kernel, before anything has an address. */
public sealed interface Arg {
    /** Operand {@code index} of the node, only read. */
    record Operand(int index) implements Arg {}

    /** Result {@code index} of the node, written. */
    record Result(int index) implements Arg {}

    /** Scratch buffer {@code index} of the node; {@code written} tells whether this launch writes it or reads it. */
    record Scratch(int index, boolean written) implements Arg {}

    /** Numbers that are known before the run and only read, such as a table of offsets. Compared by identity. */
    record Table(Tensor values) implements Arg {}

    /** A 32-bit integer, or a struct of several, passed by value. */
    record Ints(List<Integer> values) implements Arg {
        public Ints {
            values = List.copyOf(values);
        }
    }

    /** A float passed by value. */
    record Real(float value) implements Arg {}
}
