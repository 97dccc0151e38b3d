package dev.lathe.zoo;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.Dropout;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.Gemm;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Lrn;
import dev.lathe.op.Op;
import dev.lathe.op.Pool;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * What a layer gives, and the layers that can follow it. Each method adds one node to the net and returns its result.
 *
 * @param channels extent of axis 1
 */
record Value(NetBuilder net, String name, int channels) {
    private static final float BATCH_NORMALIZATION_EPSILON = 1e-5f;

    /** Convolution with bias. */
    Value conv(String layer, int outputs, Filter filter) {
        String bias = net.constant(layer + ".bias", net.weights().normal(Shape.of(outputs), 0, 0.05));
        return conv(layer, outputs, filter, List.of(bias));
    }

    /** Convolution without bias, then batch normalisation around 1. */
    Value convNorm(String layer, int outputs, Filter filter) {
        return convNorm(layer, outputs, filter, 1);
    }

    /** Convolution without bias, then batch normalisation around {@code scale}. */
    Value convNorm(String layer, int outputs, Filter filter, double scale) {
        return conv(layer, outputs, filter, List.of()).batchNorm(layer + "_bn", scale);
    }

    private Value conv(String layer, int outputs, Filter filter, List<String> bias) {
        Shape shape = Shape.of(outputs, channels / filter.groups(), filter.kernel(), filter.kernel());
        String weight = net.constant(layer + ".weight", net.weights().he(shape));
        Conv conv = new Conv(filter.window(), filter.groups(), Epilogue.NONE);
        List<String> operands = bias.isEmpty() ? List.of(name, weight) : List.of(name, weight, bias.getFirst());
        return net.node(layer, conv, operands, outputs);
    }

    /** The statistics suit a convolution of {@link Weights#he} weights, so that the deviation is near scale. */
    private Value batchNorm(String layer, double scale) {
        Shape shape = Shape.of(channels);
        Weights weights = net.weights();
        List<String> operands = List.of(
                name,
                net.constant(layer + ".scale", weights.uniform(shape, 0.9 * scale, 1.1 * scale)),
                net.constant(layer + ".bias", weights.normal(shape, 0, 0.1 * scale)),
                net.constant(layer + ".mean", weights.normal(shape, 0, 0.1)),
                net.constant(layer + ".variance", weights.uniform(shape, 0.7, 1.3)));
        return net.node(layer, new BatchNormalization(BATCH_NORMALIZATION_EPSILON), operands, channels);
    }

    Value relu() {
        return follow(name + "_relu", new Activate(new Activation.Relu()));
    }

    /** min(max(0, x), 6). */
    Value relu6() {
        return follow(name + "_clip", new Activate(new Activation.Clip(0, 6)));
    }

    /** Local response normalisation over 5 channels with alpha 1e-4, beta 0.75, bias 1, as AlexNet and GoogLeNet do. */
    Value lrn(String layer) {
        return follow(layer, new Lrn(5, 1e-4f, 0.75f, 1));
    }

    Value maxPool(String layer, Filter filter) {
        return follow(layer, new Pool(Pool.Kind.MAX, filter.window(), false, false, 2, false));
    }

    /** As Caffe pools: windows that start inside but reach beyond the end count too. */
    Value maxPoolCeil(String layer, Filter filter) {
        return follow(layer, new Pool(Pool.Kind.MAX, filter.window(), true, false, 2, false));
    }

    Value globalAveragePool(String layer) {
        return follow(layer, new GlobalPool(Pool.Kind.AVERAGE, 2));
    }

    /** What a trainer may drop at this ratio; inference passes it on unchanged. */
    Value dropout(String layer, float ratio) {
        String operand = net.constant(layer + ".ratio", Tensor.scalar(ratio));
        return net.node(layer, new Dropout(), List.of(name, operand), channels);
    }

    /** To {@code [batch, features]}; {@code features} is channels · height · width. */
    Value flatten(int features) {
        return net.node(name + "_flat", new Flatten(1), List.of(name), features);
    }

    /** Fully connected, with bias, on a flat value. */
    Value linear(String layer, int outputs) {
        String weight = net.constant(layer + ".weight", net.weights().he(Shape.of(outputs, channels)));
        String bias = net.constant(layer + ".bias", net.weights().normal(Shape.of(outputs), 0, 0.05));
        return net.node(layer, new Gemm(1, 1, false, true, Epilogue.NONE), List.of(name, weight, bias), outputs);
    }

    Value add(String layer, Value other) {
        return net.node(layer, new Binary(Binary.Function.ADD), List.of(name, other.name), channels);
    }

    /** Joins {@code parts} along the channels. */
    static Value concat(String layer, Value... parts) {
        int channels = Arrays.stream(parts).mapToInt(Value::channels).sum();
        List<String> operands = Arrays.stream(parts).map(Value::name).toList();
        return parts[0].net.node(layer, new Concat(1), operands, channels);
    }

    private Value follow(String layer, Op op) {
        return net.node(layer, op, List.of(name), channels);
    }
}
