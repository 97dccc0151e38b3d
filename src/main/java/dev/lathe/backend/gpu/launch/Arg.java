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

    /**
     * Two {@code long}s of the node, written by the kernel in every run: 0, or 1 + the number of the index that the
     * operator cannot work on; and that index. Whoever runs the graph reads it afterwards and throws an
     * {@link dev.lathe.error.InputException}. One launch of the node at most has it.
     *
     * @param complaint what is wrong with that index, as the end of a sentence whose first words name it
     */
    record Fault(String complaint) implements Arg {}
}
