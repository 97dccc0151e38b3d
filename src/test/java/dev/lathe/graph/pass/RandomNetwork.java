package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.op.Activation;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Binary.Function;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Dropout;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gather;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Identity;
import dev.lathe.op.MatMul;
import dev.lathe.op.Pad;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Reshape;
import dev.lathe.op.ShapeOf;
import dev.lathe.op.Unary;
import dev.lathe.op.Unsqueeze;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small network drawn from a seed: convolutions with groups, strides and padding, what exporters put around them,
 * residuals over values of earlier, pools, and a classifier behind shape arithmetic.
 *
 * <p>Along with every value goes a bound of its magnitude and one of the rounding errors in it, counted in
 * {@link Runs#ROUNDING}: each node multiplies the error of its operand by its gain and adds four roundings of its own.
 */
final class RandomNetwork {
    /** More roundings than any single node or fused constant takes. */
    private static final int OWN = 4;

    private record Value(String name, int channels, int height, int width, double magnitude, double error) {
        Value then(String name, double gain, double shift) {
            double next = gain * magnitude + shift;
            return new Value(name, channels, height, width, next, gain * error + OWN * next);
        }

        Value sized(int channels, int height, int width) {
            return new Value(name, channels, height, width, magnitude, error);
        }

        boolean fits(Value other) {
            return channels == other.channels && height == other.height && width == other.width;
        }
    }

    private final Random random;
    private final Sketch sketch;
    private final List<Value> past = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private double error;
    private int count;

    private RandomNetwork(long seed) {
        random = new Random(seed);
        sketch = new Sketch(seed + 1);
    }

    /** @param tolerance how far two correct runs may be apart */
    record Drawn(Graph graph, double tolerance) {}

    static Drawn draw(long seed) {
        return new RandomNetwork(seed).network();
    }

    private Drawn network() {
        int channels = 2 * (1 + random.nextInt(3));
        sketch.input("x", 2, channels, 7, 6);
        sketch.activate("dead", new Activation.Relu(), "x");
        Value value = new Value("x", channels, 7, 6, 1, 0);
        for (int i = 0; i < 7; i++) {
            past.add(value);
            value = step(value);
            if (random.nextInt(6) == 0 && !outputs.contains(value.name)) {
                output(value);
            }
        }
        Value last = classifier(value);
        if (!outputs.contains(last.name)) {
            output(last);
        }
        // both runs may be wrong by the bound
        return new Drawn(sketch.graph(outputs.toArray(String[]::new)), 2 * error * Runs.ROUNDING);
    }

    private void output(Value value) {
        outputs.add(value.name);
        error = Math.max(error, value.error + OWN * value.magnitude);
    }

    private String next(String kind) {
        return kind + count++;
    }

    private Value step(Value x) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> after(conv(x, 1 + random.nextInt(2)));
            case 2 -> after(convTranspose(x));
            case 3 -> residual(x);
            case 4 -> residual(after(conv(x, 1)));
            case 5 -> activation(x);
            case 6 -> pool(x);
            case 7 -> unchanged(x);
            default -> after(x);
        };
    }

    /** What follows a convolution: nothing, a normalisation, a scale and a shift, or an activation. */
    private Value after(Value x) {
        return switch (random.nextInt(4)) {
            case 0 -> norm(x);
            case 1 -> affine(x);
            case 2 -> activation(norm(x));
            default -> x;
        };
    }

    /** Any groups; {@code growth} times as many channels. */
    private Value conv(Value x, int growth) {
        int groups = random.nextBoolean() ? 1 : x.channels % 2 == 0 && random.nextBoolean() ? 2 : x.channels;
        int filters = Math.min(12, x.channels * growth) / groups * groups;
        String name = next("conv");
        int terms = x.channels / groups * 3 * 2;
        sketch.constant(
                name + ".w", sketch.random(Shape.of(filters, x.channels / groups, 3, 2), -3f / terms, 3f / terms));
        boolean biased = random.nextBoolean();
        if (biased) {
            sketch.weights(name + ".b", filters);
        }
        Padding padding = new Padding.Explicit(List.of(1, 0), List.of(1, 1));
        Conv op = new Conv(new Window(List.of(), List.of(), List.of(), padding), groups, Epilogue.NONE);
        Value in = random.nextInt(4) == 0 ? pad(x) : x;
        if (biased) {
            sketch.node(name, op, in.name, name + ".w", name + ".b");
        } else {
            sketch.node(name, op, in.name, name + ".w");
        }
        return in.then(name, 3, 1).sized(filters, in.height, in.width);
    }

    private Value pad(Value x) {
        String name = next("pad");
        sketch.vector(name + ".p", 0, 0, 0, 1, 0, 0, 1, 0);
        sketch.node(name, new Pad(Pad.Mode.CONSTANT), x.name, name + ".p");
        return x.then(name, 1, 0).sized(x.channels, x.height + 1, x.width + 1);
    }

    private Value convTranspose(Value x) {
        String name = next("up");
        int groups = x.channels % 2 == 0 ? 2 : 1;
        int terms = x.channels / groups * 3;
        sketch.constant(name + ".w", sketch.random(Shape.of(x.channels, 2, 3, 1), -2f / terms, 2f / terms));
        ConvTranspose op = new ConvTranspose(Window.of(3, 1), groups, List.of(), List.of());
        sketch.node(name, op, x.name, name + ".w");
        return x.then(name, 2, 0).sized(2 * groups, x.height + 2, x.width);
    }

    private Value norm(Value x) {
        String name = next("bn");
        sketch.statistics(name, x.channels);
        sketch.node(
                name,
                new BatchNormalization(1e-3f),
                x.name,
                name + ".scale",
                name + ".bias",
                name + ".mean",
                name + ".variance");
        // scale/sqrt(variance) ≤ 1.5/sqrt(0.5), |mean| ≤ 1, |bias| ≤ 1
        return x.then(name, 2.2, 2.2 + 1);
    }

    private Value affine(Value x) {
        String scale = next("scale");
        String shift = next("shift");
        sketch.weights(scale + ".c", x.channels, 1, 1).binary(scale, Function.MUL, x.name, scale + ".c");
        sketch.weights(shift + ".c", 1, x.channels, 1, 1).binary(shift, Function.ADD, shift + ".c", scale);
        return x.then(scale, 1, 0).then(shift, 1, 1);
    }

    private Value residual(Value x) {
        List<Value> fitting = past.stream().filter(x::fits).toList();
        if (fitting.isEmpty()) {
            return x;
        }
        Value other = fitting.get(random.nextInt(fitting.size()));
        String name = next("add");
        sketch.binary(name, Function.ADD, other.name, x.name);
        Value sum = x.then(name, 1, other.magnitude);
        return new Value(name, x.channels, x.height, x.width, sum.magnitude, sum.error + other.error);
    }

    /** Gains are below 1.5; arithmetic forms work on numbers up to 6·|x|, as what exceeds 6 is clipped. */
    private Value activation(Value x) {
        String name = next("act");
        switch (random.nextInt(6)) {
            case 0 -> sketch.activate(name, new Activation.Relu(), x.name);
            case 1 -> sketch.activate(name, new Activation.Clip(-0.5f, 0.8f), x.name);
            case 2 -> sketch.activate(name, new Activation.Tanh(), x.name);
            case 3 ->
                sketch.activate(name + ".s", new Activation.Sigmoid(), x.name)
                        .binary(name, Function.MUL, x.name, name + ".s");
            case 4 ->
                sketch.scalar(name + ".3", 3)
                        .scalar(name + ".6", 6)
                        .binary(name + ".a", Function.ADD, x.name, name + ".3")
                        .activate(name + ".c", new Activation.Clip(0, 6), name + ".a")
                        .binary(name + ".m", Function.MUL, x.name, name + ".c")
                        .binary(name, Function.DIV, name + ".m", name + ".6");
            default ->
                sketch.scalar(name + ".r", Math.sqrt(2))
                        .scalar(name + ".1", 1)
                        .scalar(name + ".h", 0.5)
                        .binary(name + ".d", Function.DIV, x.name, name + ".r")
                        .node(name + ".e", new Unary(Unary.Function.ERF), name + ".d")
                        .binary(name + ".p", Function.ADD, name + ".e", name + ".1")
                        .binary(name + ".m", Function.MUL, x.name, name + ".p")
                        .binary(name, Function.MUL, name + ".m", name + ".h");
        }
        double magnitude = Math.max(1, x.magnitude);
        double error = 1.5 * x.error + OWN * 6 * magnitude;
        return new Value(name, x.channels, x.height, x.width, magnitude, error);
    }

    private Value pool(Value x) {
        if (x.height < 3 || x.width < 3) {
            return x;
        }
        String name = next("pool");
        Pool.Kind kind = random.nextBoolean() ? Pool.Kind.MAX : Pool.Kind.AVERAGE;
        sketch.node(name, new Pool(kind, Window.of(2, 2), false, false, 2, false), x.name);
        return x.then(name, 1, 0).sized(x.channels, x.height - 1, x.width - 1);
    }

    private Value unchanged(Value x) {
        String name = next("same");
        sketch.node(name, random.nextBoolean() ? new Identity() : new Dropout(), x.name);
        return x.then(name, 1, 0);
    }

    private Value classifier(Value x) {
        sketch.node("mean", new GlobalPool(Pool.Kind.AVERAGE, 2), x.name)
                .constant("zero", Tensor.scalar(0L))
                .vector("axes", 0)
                .vector("rest", -1)
                .node("shape", new ShapeOf(0, Integer.MAX_VALUE), "mean")
                .node("rows", new Gather(0), "shape", "zero")
                .node("row", new Unsqueeze(), "rows", "axes")
                .node("target", new Concat(0), "row", "rest")
                .node("flat", new Reshape(false), "mean", "target")
                .constant("fc.w", sketch.random(Shape.of(x.channels, 5), -1f / x.channels, 1f / x.channels))
                .weights("fc.b", 5)
                .node("fc", new MatMul(), "flat", "fc.w")
                .binary("logits", Function.ADD, "fc", "fc.b")
                .activate("y", new Activation.LeakyRelu(0.1f), "logits");
        return x.then("mean", 1, 0).then("fc", 1, 0).then("logits", 1, 1).then("y", 1, 0);
    }
}
