package dev.lathe.backend.gpu.launch;

import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run of a kernel. Immutable; made by {@link #of} and the methods that add to it.
 *
 * @param kernel file below {@code kernels/} without its ending, such as {@code conv/conv_tiled}; its last part is the
 *     entry point
 * @param defines what the text is compiled with, by name
 * @param args in the order of the kernel's parameters
 */
public record Launch(String kernel, SortedMap<String, String> defines, Grid grid, List<Arg> args) {
    public Launch {
        defines = Collections.unmodifiableSortedMap(new TreeMap<>(defines));
        args = List.copyOf(args);
    }

    public static Launch of(String kernel, Grid grid) {
        return new Launch(kernel, new TreeMap<>(), grid, List.of());
    }

    /** Name of the function in the text. */
    public String entry() {
        return kernel.substring(kernel.lastIndexOf('/') + 1);
    }

    public Launch define(String name, Object value) {
        TreeMap<String, String> more = new TreeMap<>(defines);
        more.put(name, value.toString());
        return new Launch(kernel, more, grid, args);
    }

    public Launch define(Map<String, ?> values) {
        Launch launch = this;
        for (Map.Entry<String, ?> value : values.entrySet()) {
            launch = launch.define(value.getKey(), value.getValue());
        }
        return launch;
    }

    /** Adds operands of the node, which the kernel reads. */
    public Launch operands(int... indices) {
        return with(Arrays.stream(indices).<Arg>mapToObj(Arg.Operand::new).toList());
    }

    /** Adds a result of the node, which the kernel writes. */
    public Launch result(int index) {
        return with(List.of(new Arg.Result(index)));
    }

    /** Adds a scratch buffer that the kernel reads. */
    public Launch reads(int scratch) {
        return with(List.of(new Arg.Scratch(scratch, false)));
    }

    /** Adds a scratch buffer that the kernel writes. */
    public Launch writes(int scratch) {
        return with(List.of(new Arg.Scratch(scratch, true)));
    }

    /** Adds a buffer of numbers that are known now. */
    public Launch table(Tensor values) {
        return with(List.of(new Arg.Table(values)));
    }

    /** Adds integers, each an argument of its own. */
    public Launch ints(int... values) {
        return with(Arrays.stream(values)
                .<Arg>mapToObj(v -> new Arg.Ints(List.of(v)))
                .toList());
    }

    /** Adds one argument: a struct of {@code values}. */
    public Launch struct(int... values) {
        return with(List.of(new Arg.Ints(Arrays.stream(values).boxed().toList())));
    }

    public Launch reals(float... values) {
        List<Arg> more = new ArrayList<>();
        for (float value : values) {
            more.add(new Arg.Real(value));
        }
        return with(more);
    }

    /** Adds the word in which the kernel says whether it met an operand that it cannot work on. */
    public Launch fault(String complaint) {
        return with(List.of(new Arg.Fault(complaint)));
    }

    /** Adds arguments. */
    public Launch with(List<Arg> more) {
        List<Arg> all = new ArrayList<>(args);
        all.addAll(more);
        return new Launch(kernel, defines, grid, all);
    }
}
