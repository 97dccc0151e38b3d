package dev.lathe.onnx;

import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.ElementType;
import dev.lathe.op.Identity;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Map;
import java.util.function.Function;

/** Functions of one number with constants. */
final class ActivationTranslations {
    private static final float SELU_ALPHA = 1.67326319217681884765625f;
    private static final float SELU_GAMMA = 1.05070102214813232421875f;

    private ActivationTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Relu", ActivationTranslations::relu);
        table.put("Clip", ActivationTranslations::clip);
        add(table, "LeakyRelu", a -> new Activation.LeakyRelu(a.floatOr("alpha", 0.01f)));
        add(table, "Elu", a -> new Activation.Elu(a.floatOr("alpha", 1)));
        add(table, "Selu", a -> new Activation.Selu(a.floatOr("alpha", SELU_ALPHA), a.floatOr("gamma", SELU_GAMMA)));
        add(table, "Celu", a -> new Activation.Celu(a.floatOr("alpha", 1)));
        add(table, "Sigmoid", _ -> new Activation.Sigmoid());
        add(table, "HardSigmoid", a -> new Activation.HardSigmoid(a.floatOr("alpha", 0.2f), a.floatOr("beta", 0.5f)));
        add(table, "HardSwish", _ -> new Activation.HardSwish());
        add(table, "Tanh", _ -> new Activation.Tanh());
        add(table, "Softplus", _ -> new Activation.Softplus());
        add(table, "Softsign", _ -> new Activation.Softsign());
        add(table, "Mish", _ -> new Activation.Mish());
        add(table, "Swish", a -> new Activation.Swish(a.floatOr("alpha", 1)));
        add(table, "ThresholdedRelu", a -> new Activation.ThresholdedRelu(a.floatOr("alpha", 1)));
        add(table, "Shrink", a -> new Activation.Shrink(a.floatOr("bias", 0), a.floatOr("lambd", 0.5f)));
        table.put("Gelu", ActivationTranslations::gelu);
    }

    private static void add(Map<String, Translation> table, String name, Function<Attributes, Activation> function) {
        table.put(name, node -> {
            node.attributes().ignore("consumed_inputs");
            node.emit(new Activate(function.apply(node.attributes())));
        });
    }

    private static void gelu(OnnxNode node) {
        String approximate = node.attributes().text("approximate", "none");
        switch (approximate) {
            case "none" -> node.emit(new Activate(new Activation.Gelu(false)));
            case "tanh" -> node.emit(new Activate(new Activation.Gelu(true)));
            default -> throw node.malformed("approximate is '%s', not none or tanh", approximate);
        }
    }

    private static void relu(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        ValueInfo x = node.info(0);
        ElementType element = x.element();
        if (element != null && x.isInteger()) {
            Tensor zero = Tensor.zeros(new TensorType(element.dtype(), Shape.SCALAR));
            node.emit(new Binary(Binary.Function.MAX), node.required(0), node.constant("zero", zero));
        } else {
            node.emit(new Activate(new Activation.Relu()));
        }
    }

    private static void clip(OnnxNode node) {
        node.attributes().ignore("consumed_inputs");
        // As attributes the bounds were numbers when they were left out; as operands they are absent then.
        float most = node.opset() < 11 ? Float.MAX_VALUE : Float.POSITIVE_INFINITY;
        float min = node.attributes().floatOr("min", -most);
        float max = node.attributes().floatOr("max", most);
        if (node.info(0).isInteger() && !node.has(1) && !node.has(2)) {
            node.emit(new Identity(), node.required(0));
        } else if (isFloat(node, 1) && isFloat(node, 2)) {
            node.emit(new Activate(new Activation.Clip(bound(node, 1, min), bound(node, 2, max))), node.required(0));
        } else if (!node.has(2)) {
            node.emit(new Binary(Binary.Function.MAX), node.required(0), node.required(1));
        } else if (!node.has(1)) {
            node.emit(new Binary(Binary.Function.MIN), node.required(0), node.required(2));
        } else {
            String raised = node.before("max", new Binary(Binary.Function.MAX), node.required(0), node.required(1));
            node.emit(new Binary(Binary.Function.MIN), raised, node.required(2));
        }
    }

    /** Whether the bound in operand {@code index} is absent or known as a float. */
    private static boolean isFloat(OnnxNode node, int index) {
        Tensor bound = node.constant(index);
        return bound == null ? !node.has(index) : bound.dtype() == DType.FLOAT32 && bound.size() == 1;
    }

    private static float bound(OnnxNode node, int index, float absent) {
        Tensor bound = node.absorb(index);
        return bound == null ? absent : bound.floats()[0];
    }
}
