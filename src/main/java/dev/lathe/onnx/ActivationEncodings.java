package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Activations as nodes, and the un-fusing of those that hang on another operator. */
final class ActivationEncodings {
    private ActivationEncodings() {}

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
            whole(activation, to.last(new Activate(activation), value));
        }
    }

    static void whole(Activation function, NodeWriter to) {
        String operator = function.getClass().getSimpleName();
        switch (function) {
            case Activation.Clip(var min, var max) -> to.whole(operator, none(), clipOperands(min, max, to));
            case Activation.Swish(var alpha) -> swish(alpha, to);
            case Activation.LeakyRelu(var alpha) -> to.whole(operator, none().put("alpha", alpha));
            case Activation.Elu(var alpha) -> to.whole(operator, none().put("alpha", alpha));
            case Activation.Celu(var alpha) -> to.whole(operator, none().put("alpha", alpha));
            case Activation.ThresholdedRelu(var alpha) -> to.whole(operator, none().put("alpha", alpha));
            case Activation.Selu(var alpha, var gamma) ->
                to.whole(operator, none().put("alpha", alpha).put("gamma", gamma));
            case Activation.HardSigmoid(var alpha, var beta) ->
                to.whole(operator, none().put("alpha", alpha).put("beta", beta));
            case Activation.Shrink(var bias, var lambda) ->
                to.whole(operator, none().put("bias", bias).put("lambd", lambda));
            case Activation.Gelu(var tanh) -> to.whole(operator, none().put("approximate", tanh ? "tanh" : "none"));
            case Activation.Relu _,
                    Activation.Sigmoid _,
                    Activation.HardSwish _,
                    Activation.Tanh _,
                    Activation.Softplus _,
                    Activation.Softsign _,
                    Activation.Mish _ -> to.whole(operator, none());
        }
    }

    private static List<String> clipOperands(float min, float max, NodeWriter to) {
        List<String> operands = new ArrayList<>();
        operands.add(to.input(0));
        operands.add(min == Float.NEGATIVE_INFINITY ? "" : to.attribute("min", Tensor.scalar(min)));
        operands.add(max == Float.POSITIVE_INFINITY ? "" : to.attribute("max", Tensor.scalar(max)));
        return operands;
    }

    /** Opset 21 has no Swish: x·sigmoid(alpha·x). */
    private static void swish(float alpha, NodeWriter to) {
        String x = to.input(0);
        String scaled = x;
        if (alpha != 1) {
            scaled = to.step("Mul", none(), List.of(x, to.constant("alpha", Tensor.scalar(alpha))));
        }
        to.whole("Mul", none(), List.of(x, to.step("Sigmoid", none(), List.of(scaled))));
    }
}
