package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Convolutions of every shape that an algorithm has to get right: strides, dilations, groups, ranks, odd sizes. */
final class ConvCases {
    private static final Epilogue RELU = new Epilogue(false, new Activation.Relu());
    private static final Epilogue RESIDUAL = new Epilogue(true, null);
    private static final Epilogue BOTH = new Epilogue(true, new Activation.Clip(-0.25f, 0.75f));

    private ConvCases() {}

    static List<OpCase> all() {
        return List.of(
                of("3x3", shape(1, 5, 9, 11), shape(13, 5, 3, 3), window(1, 1, 1), 1, Epilogue.NONE),
                of("3x3 relu, batch", shape(3, 4, 7, 7), shape(8, 4, 3, 3), window(1, 1, 1), 1, RELU),
                of("3x3 unpadded", shape(1, 3, 20, 17), shape(9, 3, 3, 3), window(1, 1, 0), 1, Epilogue.NONE),
                of("3x3/2", shape(2, 3, 13, 14), shape(7, 3, 3, 3), window(2, 1, 1), 1, RESIDUAL),
                of("3x3/3 dilated", shape(1, 3, 19, 23), shape(7, 3, 3, 3), window(3, 2, 2), 1, RELU),
                of("3x3 dilated", shape(1, 4, 12, 13), shape(5, 4, 3, 3), window(1, 2, 2), 1, BOTH),
                of("7x7/2", shape(1, 3, 21, 30), shape(16, 3, 7, 7), window(2, 1, 3), 1, RELU),
                of("5x5", shape(1, 6, 27, 9), shape(12, 6, 5, 5), window(1, 1, 2), 1, Epilogue.NONE),
                of("1x1", shape(1, 17, 7, 7), shape(33, 17, 1, 1), window(1, 1, 0), 1, BOTH),
                of("1x1 of one position", shape(2, 13, 1, 1), shape(10, 13, 1, 1), window(1, 1, 0), 1, RELU),
                of("3x3 of many channels", shape(2, 27, 8, 6), shape(20, 27, 3, 3), window(1, 1, 1), 1, BOTH),
                of("1x1 of many channels, batch", shape(3, 40, 6, 6), shape(37, 40, 1, 1), window(1, 1, 0), 1, RELU),
                of("1x1 of long sums", shape(2, 512, 5, 7), shape(9, 512, 1, 1), window(1, 1, 0), 1, BOTH),
                of("1x1 of long sums, no residual", shape(3, 512, 3, 3), shape(6, 512, 1, 1), window(1, 1, 0), 1, RELU),
                of("3x3/2 of long sums", shape(1, 96, 9, 7), shape(5, 96, 3, 3), window(2, 1, 1), 1, RESIDUAL),
                of("1x1/2", shape(1, 6, 9, 9), shape(7, 6, 1, 1), window(2, 1, 0), 1, Epilogue.NONE),
                of("1x1 padded", shape(1, 6, 5, 5), shape(7, 6, 1, 1), window(1, 1, 1), 1, Epilogue.NONE),
                of("3x3 in groups", shape(2, 6, 9, 7), shape(9, 2, 3, 3), window(1, 1, 1), 3, BOTH),
                of("1x1 in groups", shape(2, 8, 5, 5), shape(12, 2, 1, 1), window(1, 1, 0), 4, RELU),
                of("depthwise", shape(2, 7, 14, 15), shape(7, 1, 3, 3), window(1, 1, 1), 7, RELU),
                of("depthwise/2", shape(1, 6, 15, 15), shape(6, 1, 5, 5), window(2, 1, 2), 6, BOTH),
                of("depthwise, twice", shape(1, 5, 9, 9), shape(10, 1, 3, 3), window(1, 1, 1), 5, RESIDUAL),
                of("one channel, many filters", shape(1, 1, 12, 12), shape(20, 1, 5, 5), window(1, 1, 0), 1, RELU),
                uneven(),
                line(),
                volume());
    }

    private static OpCase uneven() {
        Padding padding = new Padding.Explicit(List.of(2, 0), List.of(1, 3));
        Window window = new Window(List.of(), List.of(2, 1), List.of(1, 2), padding);
        return of("4x3 uneven", shape(1, 3, 10, 11), shape(6, 3, 4, 3), window, 1, Epilogue.NONE);
    }

    private static OpCase line() {
        Window window = new Window(List.of(), List.of(2), List.of(2), new Padding.Explicit(List.of(3), List.of(2)));
        return of("of one axis", shape(2, 4, 33), shape(7, 4, 5), window, 1, RELU);
    }

    private static OpCase volume() {
        Padding padding = new Padding.Explicit(List.of(1, 0, 1), List.of(0, 1, 1));
        Window window = new Window(List.of(), List.of(1, 2, 1), List.of(2, 1, 1), padding);
        return of("of three axes", shape(1, 2, 6, 7, 5), shape(5, 2, 3, 2, 3), window, 1, Epilogue.NONE);
    }

    private static int[] shape(int... dims) {
        return dims;
    }

    private static Window window(int stride, int dilation, int pad) {
        Padding padding = new Padding.Explicit(List.of(pad, pad), List.of(pad, pad));
        return new Window(List.of(), List.of(stride, stride), List.of(dilation, dilation), padding);
    }

    private static OpCase of(String name, int[] x, int[] w, Window window, int groups, Epilogue epilogue) {
        Random random = new Random(name.hashCode());
        Op op = new Conv(window, groups, epilogue);
        List<@Nullable Tensor> operands = new ArrayList<>();
        operands.add(RandomTensors.floats(random, x));
        operands.add(RandomTensors.floats(random, w));
        operands.add(RandomTensors.floats(random, w[0]));
        int terms = Shape.of(w).product(1, w.length) + 2;
        int constants = 2;
        if (epilogue.residual()) {
            Conv plain = new Conv(window, groups, Epilogue.NONE);
            Shape y = plain.infer(Operands.ofValues(operands)).get(0).shape();
            operands.add(RandomTensors.floats(random, y.dims()));
            constants = 0;
        }
        return new OpCase("conv " + name, op, operands, constants, terms + 1, terms);
    }
}
