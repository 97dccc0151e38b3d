package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvFilterGradient;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Moments;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.ReluGradient;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Operators that differentiation makes, which devices run as several others. */
final class TrainingCases {
    private TrainingCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        Padding around = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Padding cropped = new Padding.Explicit(List.of(1, 0), List.of(0, -1));
        Window plain = new Window(List.of(), List.of(), List.of(), around);
        Window strided = new Window(List.of(), List.of(2, 3), List.of(1, 2), cropped);
        cases.add(filters("3x3", plain, 1, Shape.of(2, 3, 7, 5), 5, 3, 3));
        cases.add(filters("of many channels", plain, 1, Shape.of(1, 70, 3, 4), 5, 3, 3));
        cases.add(filters("strided, dilated, cropped", strided, 1, Shape.of(2, 3, 9, 11), 4, 2, 3));
        cases.add(filters("of groups", plain, 2, Shape.of(2, 6, 5, 3), 4, 3, 3));
        cases.add(filters("of single planes", plain, 4, Shape.of(1, 4, 6, 5), 4, 3, 3));
        cases.add(filters("along a line", Window.of(3), 1, Shape.of(3, 2, 13), 5, 3));
        cases.add(filters("of blocks", Window.of(2, 1, 3), 1, Shape.of(1, 2, 4, 3, 5), 3, 2, 1, 3));
        cases.add(new OpCase("gradient of Relu", new ReluGradient(), floats(Shape.of(2, 3, 7), 2), 0, 0, 1));
        for (Shape x : List.of(Shape.of(7, 3), Shape.of(2, 5, 13), Shape.of(3, 2, 7, 5))) {
            int count = Moments.count(x);
            // the mean's roundings, those of deviations below 2, and of their squares' sum
            cases.add(new OpCase("moments of " + x, new Moments(), floats(x, 1), 0, count + 16, 4));
            cases.add(normalization(x, count));
        }
        return cases;
    }

    /** Numbers below 1 in size. */
    private static List<Tensor> floats(Shape shape, int count) {
        Random random = new Random(shape.rank());
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tensors.add(RandomTensors.floats(random, shape.dims()));
        }
        return tensors;
    }

    /** A sum over all images and positions, each a product and an addition. */
    private static OpCase filters(String name, Window window, int groups, Shape x, int count, int... kernel) {
        int[] dims = new int[x.rank()];
        dims[0] = count;
        dims[1] = x.dim(1) / groups;
        System.arraycopy(kernel, 0, dims, 2, kernel.length);
        Shape w = Shape.of(dims);
        Op conv = new Conv(window, groups, Epilogue.NONE);
        Shape y = conv.infer(Operands.ofTypes(TensorType.float32(x), TensorType.float32(w)))
                .getFirst()
                .shape();
        int terms = y.size() / count;
        List<Tensor> operands = List.of(
                floats(x, 1).getFirst(),
                floats(y, 2).getLast(),
                Tensor.vector(Arrays.stream(dims).asLongStream().toArray()));
        ConvFilterGradient op = new ConvFilterGradient(window, groups);
        return new OpCase("gradient of filters " + name, op, List.copyOf(operands), 1, 2 * terms, terms);
    }

    /** With a variance of 1 and more, x is normalised to less than 2; sums are of {@code count} terms below 2. */
    private static OpCase normalization(Shape x, int count) {
        int channels = x.dim(1);
        List<Tensor> operands = new ArrayList<>(floats(x, 2));
        operands.addAll(floats(Shape.of(channels), 2));
        float[] variance = new float[channels];
        for (int c = 0; c < channels; c++) {
            variance[c] = 1 + c / 8f;
        }
        operands.add(Tensor.of(Shape.of(channels), variance));
        BatchNormalizationGradient op = new BatchNormalizationGradient(0.1f);
        return new OpCase("gradient of normalisation of " + x, op, List.copyOf(operands), 0, count + 16, 2.0 * count);
    }
}
