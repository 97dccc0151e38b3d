package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Activations as nodes, and the un-fusing of those that hang on another operator. */
final class ActivationEncodings {
    /** Where the last node of an encoding goes. */
    private interface Last {
        void add(String operator, AttributesBuilder attributes, List<String> inputs);
    }

    private ActivationEncodings() {}

    static void whole(Activation function, NodeWriter to) {
        encode(function, to.input(0), to, to::whole);
    }

    /** {@code operator} on {@code inputs} as a node of its own, followed by those that the epilogue stands for. */
    static void fused(
            String operator, AttributesBuilder attributes, int residualIndex, Epilogue epilogue, NodeWriter to) {
        List<String> own =
                to.inputs().subList(0, Math.min(residualIndex, to.inputs().size()));
        Activation activation = epilogue.activation();
        if (!epilogue.residual() && activation == null) {
            to.whole(operator, attributes);
            return;
        }
        String value = to.head(operator, attributes, own);
        if (epilogue.residual()) {
            List<String> sum = List.of(value, to.input(residualIndex));
            if (activation == null) {
                to.tail("Add", none(), sum);
                return;
            }
            value = to.step("Add", none(), sum);
        }
        if (activation != null) {
            encode(activation, value, to, to::tail);
        }
    }

    private static void encode(Activation function, String x, NodeWriter to, Last last) {
        String operator = function.getClass().getSimpleName();
        switch (function) {
            case Activation.Clip(var min, var max) -> last.add(operator, none(), clipOperands(x, min, max, to));
            case Activation.Swish(var alpha) -> swish(alpha, x, to, last);
            case Activation.LeakyRelu(var alpha) -> last.add(operator, none().put("alpha", alpha), List.of(x));
            case Activation.Elu(var alpha) -> last.add(operator, none().put("alpha", alpha), List.of(x));
            case Activation.Celu(var alpha) -> last.add(operator, none().put("alpha", alpha), List.of(x));
            case Activation.ThresholdedRelu(var alpha) -> last.add(operator, none().put("alpha", alpha), List.of(x));
            case Activation.Selu(var alpha, var gamma) ->
                last.add(operator, none().put("alpha", alpha).put("gamma", gamma), List.of(x));
            case Activation.HardSigmoid(var alpha, var beta) ->
                last.add(operator, none().put("alpha", alpha).put("beta", beta), List.of(x));
            case Activation.Shrink(var bias, var lambda) ->
                last.add(operator, none().put("bias", bias).put("lambd", lambda), List.of(x));
            case Activation.Gelu(var tanh) ->
                last.add(operator, none().put("approximate", tanh ? "tanh" : "none"), List.of(x));
            case Activation.Relu _,
                    Activation.Sigmoid _,
                    Activation.HardSwish _,
                    Activation.Tanh _,
                    Activation.Softplus _,
                    Activation.Softsign _,
                    Activation.Mish _ -> last.add(operator, none(), List.of(x));
        }
    }

    private static List<String> clipOperands(String x, float min, float max, NodeWriter to) {
        List<String> operands = new ArrayList<>();
        operands.add(x);
        operands.add(min == Float.NEGATIVE_INFINITY ? "" : to.constant("min", Tensor.scalar(min)));
        operands.add(max == Float.POSITIVE_INFINITY ? "" : to.constant("max", Tensor.scalar(max)));
        return operands;
    }

    /** Opset 21 has no Swish: x·sigmoid(alpha·x). */
    private static void swish(float alpha, String x, NodeWriter to, Last last) {
        String scaled = x;
        if (alpha != 1) {
            scaled = to.step("Mul", none(), List.of(x, to.constant("alpha", Tensor.scalar(alpha))));
        }
        last.add("Mul", none(), List.of(x, to.step("Sigmoid", none(), List.of(scaled))));
    }
}
