package dev.lathe.train.gradient;

import static dev.lathe.train.gradient.GradientCases.between;
import static dev.lathe.train.gradient.GradientCases.floats;
import static dev.lathe.train.gradient.GradientCases.truths;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Dropout;
import dev.lathe.op.ElementType;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import java.util.stream.Stream;

/** Functions of one, two or three numbers. */
final class ElementGradients {
    private ElementGradients() {}

    static Stream<GradientCase> all() {
        return Stream.of(activations(), unaries(), circular(), binaries(), others())
                .flatMap(cases -> cases);
    }

    private static Stream<GradientCase> activations() {
        return Stream.of(
                        new Activation.Relu(),
                        new Activation.LeakyRelu(0.1f),
                        new Activation.Elu(0.7f),
                        new Activation.Selu(1.6f, 1.05f),
                        new Activation.Celu(0.6f),
                        new Activation.Celu(-0.6f),
                        new Activation.Clip(-1.5f, 2),
                        new Activation.Clip(Float.NEGATIVE_INFINITY, 2),
                        new Activation.Clip(0, Float.POSITIVE_INFINITY),
                        new Activation.Sigmoid(),
                        new Activation.HardSigmoid(0.2f, 0.5f),
                        new Activation.HardSwish(),
                        new Activation.Tanh(),
                        new Activation.Softplus(),
                        new Activation.Softsign(),
                        new Activation.Gelu(false),
                        new Activation.Gelu(true),
                        new Activation.Mish(),
                        new Activation.Swish(1.3f),
                        new Activation.ThresholdedRelu(0.5f),
                        new Activation.Shrink(0.1f, 0.5f))
                .map(function -> GradientCase.of(function.toString(), new Activate(function), between(-4, 4, 3, 13)));
    }

    private static Stream<GradientCase> unaries() {
        return Stream.of(
                        Unary.Function.ABS,
                        Unary.Function.NEG,
                        Unary.Function.SIGN,
                        Unary.Function.CEIL,
                        Unary.Function.FLOOR,
                        Unary.Function.ROUND,
                        Unary.Function.SQRT,
                        Unary.Function.RECIPROCAL,
                        Unary.Function.EXP,
                        Unary.Function.LOG,
                        Unary.Function.ERF)
                .map(function -> GradientCase.of(
                        function.toString(),
                        new Unary(function),
                        switch (function) {
                            case SQRT, RECIPROCAL, LOG -> between(0.5, 3, 3, 7);
                            default -> between(-2, 2, 3, 7);
                        }));
    }

    private static Stream<GradientCase> circular() {
        return Stream.of(
                        Unary.Function.SIN,
                        Unary.Function.COS,
                        Unary.Function.TAN,
                        Unary.Function.ASIN,
                        Unary.Function.ACOS,
                        Unary.Function.ATAN,
                        Unary.Function.SINH,
                        Unary.Function.COSH,
                        Unary.Function.ASINH,
                        Unary.Function.ACOSH,
                        Unary.Function.ATANH)
                .map(function -> GradientCase.of(
                        function.toString(),
                        new Unary(function),
                        function == Unary.Function.ACOSH ? between(1.5, 3, 3, 7) : between(-0.8, 0.8, 3, 7)));
    }

    private static Stream<GradientCase> binaries() {
        return Stream.of(
                        Binary.Function.ADD,
                        Binary.Function.SUB,
                        Binary.Function.MUL,
                        Binary.Function.DIV,
                        Binary.Function.POW,
                        Binary.Function.MIN,
                        Binary.Function.MAX)
                .flatMap(function -> Stream.of(
                        GradientCase.of(
                                function + " of like",
                                new Binary(function),
                                between(0.5, 2, 2, 3, 5),
                                between(0.4, 1.9, 2, 3, 5)),
                        GradientCase.of(
                                function + " of a narrow right",
                                new Binary(function),
                                between(0.5, 2, 2, 3, 5),
                                between(0.4, 1.9, 3, 1)),
                        GradientCase.of(
                                function + " of both widened",
                                new Binary(function),
                                between(0.5, 2, 2, 1, 5),
                                between(0.4, 1.9, 3, 1)),
                        GradientCase.of(
                                function + " of a scalar left",
                                new Binary(function),
                                between(0.5, 2),
                                between(0.4, 1.9, 4, 3))));
    }

    private static Stream<GradientCase> others() {
        return Stream.of(
                GradientCase.of("PRelu", new PRelu(), floats(2, 3, 4), floats(3, 1)),
                GradientCase.of("Where", new Where(), truths(3, 1), floats(2, 3, 4), floats(3, 4)),
                GradientCase.of("Where of a scalar", new Where(), truths(2, 3, 4), floats(3, 4), floats()),
                GradientCase.of("Cast", new Cast(ElementType.DOUBLE), floats(2, 3)),
                GradientCase.of("Dropout", new Dropout(), floats(2, 3)));
    }
}
