package dev.lathe.op;

import dev.lathe.error.ShapeException;
import java.util.Arrays;
import java.util.List;

/**
 * A window that slides over the spatial axes. Lists have one entry per spatial axis; an empty list stands for the
 * default: the kernel is that of the weight operand, strides and dilations are 1.
 */
public record Window(List<Integer> kernel, List<Integer> strides, List<Integer> dilations, Padding padding) {
    public Window {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        for (List<Integer> list : List.of(kernel, strides, dilations)) {
            for (int value : list) {
                if (value < 1) {
                    throw new ShapeException("window: kernel, strides and dilations must be positive, got "
                            + kernel + ", " + strides + ", " + dilations);
                }
            }
        }
    }

    /** Square-ish shorthand for tests and builders: one kernel, stride 1, no padding. */
    public static Window of(int... kernel) {
        return new Window(Arrays.stream(kernel).boxed().toList(), List.of(), List.of(), Padding.NONE);
    }
}
