package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the activation functions that exporters write as arithmetic, in any order and association of the factors:
 *
 * <ul>
 *   <li>x·sigmoid(a·x) is Swish(a), x·tanh(softplus(x)) is Mish;
 *   <li>clip(x + b, 0, d)/d is HardSigmoid(1/d, b/d);
 *   <li>x·HardSigmoid(1/6, 1/2) and x·clip(x + 3, 0, 6)/6 are HardSwish;
 *   <li>x·(1 + erf(x/sqrt(2)))/2 is Gelu.
 * </ul>
 *
 * <p>Declines where an intermediate value has another use. Numbers that are not scalars but tensors of one element
 * count only where types are known and they do not add axes.
 */
public final class RecogniseActivations implements Pass {
    /** Relative distance up to which two numbers are one: files round them to 24 bits, some print seven digits. */
    private static final double SAME = 1e-6;

    @Override
    public String name() {
        return "recognise-activations";
    }

    @Override
    public Graph apply(Graph graph) {
        Knowledge knowledge = Knowledge.of(graph);
        Rewriter rewriter = new Rewriter(graph);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            Formula formula = new Formula(rewriter);
            if (node == null || node.outputs().isEmpty() || !formula.isProduct(node)) {
                continue;
            }
            Found found = find(formula, formula.product(node));
            if (found != null && (formula.rank() == 0 || knowledge.sameType(found.operand(), node.output()))) {
                Activate activate = new Activate(found.function());
                rewriter.replace(slot, new Node(node.name(), activate, List.of(found.operand()), node.outputs()));
            }
        }
        return rewriter.graph();
    }

    private record Found(String operand, Activation function) {}

    private static @Nullable Found find(Formula formula, Formula.Product product) {
        List<String> factors = product.factors();
        double coefficient = product.coefficient();
        if (factors.size() == 1) {
            return hardSigmoid(formula, factors.getFirst(), coefficient);
        }
        if (factors.size() != 2) {
            return null;
        }
        Found found = gated(formula, factors.get(0), factors.get(1), coefficient);
        return found != null ? found : gated(formula, factors.get(1), factors.get(0), coefficient);
    }

    /** coefficient·clip(x + b, 0, d) with coefficient = 1/d. */
    private static @Nullable Found hardSigmoid(Formula formula, String value, double coefficient) {
        if (!(formula.function(value) instanceof Activation.Clip(float min, float max)) || min != 0) {
            return null;
        }
        Formula.Sum sum = formula.sum(formula.operand(value));
        return sum == null || !isSame(coefficient * max, 1)
                ? null
                : new Found(sum.value(), new Activation.HardSigmoid((float) coefficient, (float)
                        (sum.addend() * coefficient)));
    }

    /** coefficient·x·gate(x), where {@code gate} is the value of the second factor. */
    private static @Nullable Found gated(Formula formula, String x, String gate, double coefficient) {
        Activation found = isSame(coefficient, 1)
                ? unscaled(formula, x, gate)
                : isSame(coefficient, 0.5) && isGelu(formula, x, gate) ? new Activation.Gelu(false) : null;
        Found hard = found == null ? hardSigmoid(formula, gate, coefficient) : null;
        if (hard != null && hard.operand().equals(x) && isHardSwish(hard.function())) {
            found = new Activation.HardSwish();
        }
        return found == null ? null : new Found(x, found);
    }

    private static @Nullable Activation unscaled(Formula formula, String x, String gate) {
        Activation function = formula.function(gate);
        String operand = function == null ? "" : formula.operand(gate);
        if (function instanceof Activation.Sigmoid) {
            if (operand.equals(x)) {
                return new Activation.Swish(1);
            }
            Formula.Product inner = formula.product(operand);
            return inner.factors().equals(List.of(x)) ? new Activation.Swish((float) inner.coefficient()) : null;
        }
        if (function instanceof Activation.Tanh && formula.function(operand) instanceof Activation.Softplus) {
            return formula.operand(operand).equals(x) ? new Activation.Mish() : null;
        }
        return function != null && operand.equals(x) && isHardSwish(function) ? new Activation.HardSwish() : null;
    }

    private static boolean isHardSwish(Activation function) {
        return function instanceof Activation.HardSigmoid(float alpha, float beta)
                && isSame(alpha, 1.0 / 6)
                && isSame(beta, 0.5);
    }

    /** Whether {@code value} is 1 + erf(x/sqrt(2)). */
    private static boolean isGelu(Formula formula, String x, String value) {
        Formula.Sum sum = formula.sum(value);
        String operand = sum == null || !isSame(sum.addend(), 1) ? null : formula.erfOperand(sum.value());
        if (operand == null) {
            return false;
        }
        Formula.Product inner = formula.product(operand);
        return inner.factors().equals(List.of(x)) && isSame(inner.coefficient(), Math.sqrt(0.5));
    }

    private static boolean isSame(double found, double wanted) {
        return Math.abs(found - wanted) <= SAME * Math.abs(wanted);
    }
}
