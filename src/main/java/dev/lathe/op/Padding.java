package dev.lathe.op;

import java.util.List;

/** How a window may reach beyond the edge of its input; the four ways of ONNX {@code auto_pad}. */
public sealed interface Padding {
    /** So many extra positions before and after each spatial axis; negative ones crop. Empty lists mean none. */
    record Explicit(List<Integer> begin, List<Integer> end) implements Padding {
        public Explicit {
            begin = List.copyOf(begin);
            end = List.copyOf(end);
        }
    }

    /** Output extent = ceil(input / stride); an odd surplus goes to the end. */
    record SameUpper() implements Padding {}

    /** Output extent = ceil(input / stride); an odd surplus goes to the beginning. */
    record SameLower() implements Padding {}

    /** No padding. */
    record Valid() implements Padding {}

    Padding NONE = new Explicit(List.of(), List.of());
}
