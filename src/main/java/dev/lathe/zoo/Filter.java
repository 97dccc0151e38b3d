package dev.lathe.zoo;

import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import java.util.List;

/** A square convolution or pooling window as the papers' tables give it: {@code square(3).stride(2).pad(1)}. */
record Filter(int kernel, int stride, int pad, int groups) {
    /** Stride 1, no padding, one group. */
    static Filter square(int kernel) {
        return new Filter(kernel, 1, 0, 1);
    }

    Filter stride(int other) {
        return new Filter(kernel, other, pad, groups);
    }

    /** So much zero padding on every side. */
    Filter pad(int other) {
        return new Filter(kernel, stride, other, groups);
    }

    Filter groups(int other) {
        return new Filter(kernel, stride, pad, other);
    }

    Window window() {
        List<Integer> sides = List.of(pad, pad);
        return new Window(
                List.of(kernel, kernel),
                List.of(stride, stride),
                List.of(1, 1),
                pad == 0 ? Padding.NONE : new Padding.Explicit(sides, sides));
    }
}
