package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One convolution with its operands. */
record ConvTrial(Conv op, List<@Nullable Tensor> operands) {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    /** Random values for {@code op} on images and weights of these extents, and a residual where it wants one. */
    static ConvTrial draw(Random random, Window window, Epilogue epilogue, boolean withBias, int[] image, int[] w) {
        List<@Nullable Tensor> operands = new ArrayList<>();
        operands.add(SmallModels.random(random, image));
        operands.add(SmallModels.random(random, w));
        operands.add(withBias ? SmallModels.random(random, w[0]) : null);
        if (epilogue.residual()) {
            Conv plain = new Conv(window, 1, Epilogue.NONE);
            int[] dims = plain.infer(Operands.ofValues(operands)).get(0).shape().dims();
            operands.add(SmallModels.random(random, dims));
        }
        return new ConvTrial(new Conv(window, 1, epilogue), operands);
    }

    /** Weights and bias are constants. */
    Operands known() {
        List<Operands.@Nullable Operand> known = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Tensor operand = operands.get(i);
            boolean constant = i == WEIGHTS || i == BIAS;
            known.add(operand == null ? null : new Operands.Operand(operand.type(), constant ? operand : null));
        }
        return Operands.of(known);
    }

    /** The run computes image and weights; there is nothing else. */
    Operands unknown() {
        return Operands.ofTypes(operands.stream().limit(2).map(Tensor::type).toArray(TensorType[]::new));
    }

    /** Results have their tensor to themselves. */
    Place place() {
        return Place.alone(operands.get(WEIGHTS).shape().dim(0));
    }

    Tensor expected() {
        return Reference.evaluate(op, operands).get(0);
    }

    /** What each result would be were all terms positive: what roundings are relative to. */
    Tensor magnitude() {
        Conv sums =
                new Conv(op.window(), op.groups(), new Epilogue(op.epilogue().residual(), null));
        List<@Nullable Tensor> positive = new ArrayList<>();
        for (Tensor operand : operands) {
            positive.add(operand == null ? null : absolute(operand));
        }
        return Reference.evaluate(sums, positive).get(0);
    }

    private static Tensor absolute(Tensor tensor) {
        Tensor copy = tensor.copy();
        for (int i = 0; i < copy.size(); i++) {
            copy.floats()[i] = Math.abs(copy.floats()[i]);
        }
        return copy;
    }

    /** Every term meets at most one rounding for each that follows it, then those of bias, residual and activation. */
    int roundings() {
        return operands.get(WEIGHTS)
                        .shape()
                        .product(1, operands.get(WEIGHTS).shape().rank())
                + 4;
    }

    /** What {@code kernel}, which works channels last, gives, twice the same bits. */
    Tensor runChannelsLast(Kernel kernel, int threads) {
        List<Integer> images = IntStream.range(0, operands.size())
                .filter(i -> ChannelKernels.isImage(op, i))
                .boxed()
                .toList();
        TensorType type = op.infer(Operands.ofValues(operands)).get(0);
        return runChannelsLast(kernel, operands, images, type, threads);
    }

    /** The same for any operands, of which those numbered {@code images} are to lie channels last. */
    static Tensor runChannelsLast(
            Kernel kernel, List<@Nullable Tensor> operands, List<Integer> images, TensorType type, int threads) {
        return turned(run(kernel, channelsLast(operands, images), type, threads), false);
    }

    /** The same, once, with the result written over operand {@code over}. */
    static Tensor runOver(Kernel kernel, List<@Nullable Tensor> operands, List<Integer> images, int over, int threads) {
        List<@Nullable Tensor> turned = channelsLast(operands, images);
        Tensor result = turned.get(over);
        try (WorkerPool workers = new WorkerPool(threads)) {
            kernel.run(turned, Arrays.asList(result), workers);
        }
        return turned(result, false);
    }

    private static List<@Nullable Tensor> channelsLast(List<@Nullable Tensor> operands, List<Integer> images) {
        List<@Nullable Tensor> turned = new ArrayList<>(operands);
        for (int i : images) {
            Tensor image = operands.get(i);
            turned.set(i, image == null ? null : turned(image, true));
        }
        return turned;
    }

    private static Tensor turned(Tensor image, boolean toLast) {
        Tensor turned = Tensor.zeros(image.type());
        try (WorkerPool workers = new WorkerPool(1)) {
            ChannelKernels.change(image.shape(), toLast).run(List.of(image), List.of(turned), workers);
        }
        return turned;
    }

    /** What {@code kernel} gives, twice the same bits. */
    Tensor run(Kernel kernel, int threads) {
        return run(kernel, operands, op.infer(Operands.ofValues(operands)).get(0), threads);
    }

    private static Tensor run(Kernel kernel, List<@Nullable Tensor> operands, TensorType type, int threads) {
        Tensor result = Tensor.zeros(type);
        Arrays.fill(result.floats(), Float.NaN);
        try (WorkerPool workers = new WorkerPool(threads)) {
            kernel.run(operands, Arrays.asList(result), workers);
            Tensor first = result.copy();
            // the second run finds what the first one left in scratch
            kernel.run(operands, Arrays.asList(result), workers);
            assertThat(result.sameBits(first)).as("bits of another run").isTrue();
        }
        return result;
    }
}
