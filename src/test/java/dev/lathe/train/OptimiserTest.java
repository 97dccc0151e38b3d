package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimiserTest {
    private static Parameters one(float... values) {
        return Parameters.trained(Map.of("w", Tensor.of(Shape.of(1, values.length), values)));
    }

    private static Map<String, Tensor> gradient(float... values) {
        return Map.of("w", Tensor.of(Shape.of(1, values.length), values));
    }

    private static float[] w(Parameters weights) {
        return weights.get("w").tensor().floats();
    }

    private static void step(Parameters weights, OptimiserState state, double rate, float... gradient) {
        state.step(weights, new ConstrainedGradients(weights, gradient(gradient)), rate);
    }

    /** Under a constant gradient 1, v_t = (1 - μ^t) / (1 - μ); with powers of two nothing is rounded. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void momentumHasItsClosedForm(boolean nesterov) {
        double mu = 0.5;
        double rate = 0.25;
        Parameters weights = one(0);
        OptimiserState state = new OptimiserState(new Optimiser.Sgd(mu, nesterov, Decay.NONE), weights);
        double expected = 0;
        for (int t = 1; t <= 15; t++) {
            step(weights, state, rate, 1);
            double velocity = (1 - Math.pow(mu, t)) / (1 - mu);
            expected -= rate * (nesterov ? 1 + mu * velocity : velocity);
            assertThat(w(weights)[0]).isEqualTo((float) expected);
        }
        assertThat(state.steps()).isEqualTo(15);
    }

    /** On w²/2 without momentum w shrinks by 1 - rate each step: 0.75 is exact. */
    @Test
    void plainDescentOnAParabola() {
        Parameters weights = one(64);
        OptimiserState state = new OptimiserState(new Optimiser.Sgd(0, false, Decay.NONE), weights);
        for (int t = 1; t <= 6; t++) {
            step(weights, state, 0.25, w(weights)[0]);
        }
        assertThat(w(weights)[0]).isEqualTo((float) (64 * Math.pow(0.75, 6)));
    }

    /**
     * With gradients 2 and -1: m = 0.2, then 0.08; v = 0.004, then 0.004996. Corrected, the steps are 1 and (0.08/0.19)
     * / √(0.004996/0.001999) = 0.26633709 learning rates.
     */
    @Test
    void adamsFirstStepsByHand() {
        Parameters weights = one(0);
        OptimiserState state = new OptimiserState(new Optimiser.Adam(Decay.NONE), weights);
        step(weights, state, 0.5, 2);
        // Each of about ten operations on floats rounds by 2^-24 at most; v's share 1 - β2 loses 2^-24/0.001 more.
        double rounding = 10 * 0x1p-24 + 0x1p-24 / 0.001;
        assertThat((double) w(weights)[0]).isCloseTo(-0.5, within(0.5 * rounding));
        float first = w(weights)[0];
        step(weights, state, 0.5, -1);
        double second = 0.5 * (0.08 / 0.19) / Math.sqrt(0.004996 / 0.001999);
        assertThat((double) w(weights)[0] - first).isCloseTo(-second, within(second * 4 * rounding));
        assertThat(second).isCloseTo(0.5 * 0.26633709, within(1e-7));
    }

    /** However large the gradient, if it does not change Adam moves by the learning rate. */
    @ParameterizedTest
    @ValueSource(floats = {1e-3f, 1, -7, 3e5f})
    void adamMovesByItsRateUnderAConstantGradient(float gradient) {
        Parameters weights = one(0, 0, 0);
        OptimiserState state = new OptimiserState(new Optimiser.Adam(Decay.NONE), weights);
        int steps = 20;
        for (int t = 0; t < steps; t++) {
            step(weights, state, 0.01, gradient, gradient, gradient);
        }
        // ε is at most 1e-8/1e-3 of the root; rounding as above, with steps that add up.
        double tolerance = steps * 0.01 * (1e-5 + 0x1p-24 / 0.001 + 10 * 0x1p-24);
        for (float value : w(weights)) {
            assertThat((double) value).isCloseTo(-Math.signum(gradient) * steps * 0.01, within(tolerance));
        }
    }

    @Test
    void l2GoesThroughMomentumAndDecoupledDecayDoesNot() {
        Parameters coupled = one(2);
        Parameters decoupled = one(2);
        OptimiserState first = new OptimiserState(new Optimiser.Sgd(0.5, false, Decay.l2(0.25)), coupled);
        OptimiserState second = new OptimiserState(new Optimiser.Sgd(0.5, false, Decay.decoupled(0.25)), decoupled);
        for (int t = 0; t < 2; t++) {
            step(coupled, first, 0.5, 0);
            step(decoupled, second, 0.5, 0);
        }
        // v = 0.5, w = 1.75; then v = 0.25 + 0.4375, w = 1.75 - 0.34375.
        assertThat(w(coupled)[0]).isEqualTo(1.40625f);
        // 2·(1 - 0.5·0.25)²
        assertThat(w(decoupled)[0]).isEqualTo(1.53125f);
    }

    /** AdamW only shrinks a weight without gradient; with L2, Adam's scaling makes it a whole step. */
    @Test
    void adamWDecaysWithoutScaling() {
        Parameters decoupled = one(1);
        step(decoupled, new OptimiserState(new Optimiser.Adam(Decay.decoupled(0.5)), decoupled), 0.25, 0);
        assertThat(w(decoupled)[0]).isEqualTo(0.875f);
        Parameters coupled = one(1);
        step(coupled, new OptimiserState(new Optimiser.Adam(Decay.l2(0.5)), coupled), 0.25, 0);
        assertThat((double) w(coupled)[0]).isCloseTo(0.75, within(0x1p-24 / 0.001 + 1e-7));
    }

    @Test
    void biasesDoNotDecay() {
        Map<String, Tensor> initial = new LinkedHashMap<>();
        initial.put("bias", Tensor.of(Shape.of(2), 4f, -4));
        initial.put("scale", Tensor.scalar(4f));
        initial.put("weight", Tensor.of(Shape.of(2, 1), 4f, -4));
        for (Decay decay : List.of(Decay.l2(0.5), Decay.decoupled(0.5))) {
            Parameters weights = Parameters.trained(initial);
            OptimiserState state = new OptimiserState(new Optimiser.Sgd(0.9, false, decay), weights);
            Map<String, Tensor> zeros = new LinkedHashMap<>();
            initial.forEach((name, tensor) -> zeros.put(name, Tensor.zeros(tensor.type())));
            state.step(weights, new ConstrainedGradients(weights, zeros), 0.5);
            assertThat(weights.get("bias").tensor().floats()).containsExactly(4, -4);
            assertThat(weights.get("scale").tensor().floats()).containsExactly(4);
            assertThat(weights.get("weight").tensor().floats()).containsExactly(3, -3);
        }
    }

    @Test
    void frozenParametersAndStatisticsStay() {
        Tensor two = Tensor.of(Shape.of(1, 1), 2f);
        Parameters weights = new Parameters(List.of(
                new Parameter("w", Parameter.Role.TRAINED, two),
                new Parameter("frozen", Parameter.Role.FROZEN, two),
                new Parameter("mean", Parameter.Role.STATISTIC, two)));
        step(weights, new OptimiserState(new Optimiser.Sgd(0.9, false, Decay.l2(1)), weights), 0.25, 4);
        assertThat(w(weights)).containsExactly(0.5f);
        assertThat(weights.get("frozen").tensor().floats()).containsExactly(2);
        assertThat(weights.get("mean").tensor().floats()).containsExactly(2);

        weights.average(Map.of("mean", Tensor.of(Shape.of(1, 1), 10f)), 0.25);
        assertThat(weights.get("mean").tensor().floats()).containsExactly(4);
        assertThat(two.floats()).as("the caller's tensor").containsExactly(2);
    }

    @Test
    void gradientsAreClippedTogether() {
        Map<String, Tensor> initial = new LinkedHashMap<>();
        initial.put("a", Tensor.of(Shape.of(2), 0f, 0));
        initial.put("b", Tensor.of(Shape.of(1, 1), 0f));
        Parameters weights = Parameters.trained(initial);
        Map<String, Tensor> dense = Map.of("a", Tensor.of(Shape.of(2), 2f, -3), "b", Tensor.of(Shape.of(1, 1), 6f));
        ConstrainedGradients gradients = new ConstrainedGradients(weights, dense);
        assertThat(gradients.norm()).isEqualTo(7);
        gradients.clip(7);
        assertThat(gradients.of(weights.get("b"))).containsExactly(6);
        gradients.clip(3.5);
        assertThat(gradients.of(weights.get("a"))).containsExactly(1, -1.5f);
        assertThat(gradients.of(weights.get("b"))).containsExactly(3);
    }

    @Test
    void missingAndMisshapenGradientsAreRefused() {
        Parameters weights = one(1, 2, 3);
        assertThatThrownBy(() -> new ConstrainedGradients(weights, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("the step gave no gradient for parameter 'w'");
        Map<String, Tensor> other = Map.of("w", Tensor.of(Shape.of(3), 1f, 2, 3));
        assertThatThrownBy(() -> new ConstrainedGradients(weights, other))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("for parameter 'w' of");
        assertThatThrownBy(() -> new Optimiser.Sgd(1, false, Decay.NONE))
                .isInstanceOf(InputException.class)
                .hasMessage("momentum is from 0 to below 1, not 1.0");
        assertThatThrownBy(() -> new Optimiser.Adam(0.9, 0.999, 0, Decay.NONE)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Decay.l2(Double.NaN)).isInstanceOf(InputException.class);
    }

    /** Long arrays go through vectors and their ends: each element has to come out as if it were alone. */
    @Test
    void elementsDoNotDependOnTheirNeighbours() {
        Random random = new Random(7);
        float[] initial = new float[1031];
        float[] gradient = new float[initial.length];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = (float) random.nextGaussian();
            gradient[i] = (float) random.nextGaussian();
        }
        for (Optimiser optimiser : List.of(
                new Optimiser.Sgd(0.9, false, Decay.l2(1e-2)),
                new Optimiser.Sgd(0.9, true, Decay.NONE),
                new Optimiser.Adam(Decay.decoupled(1e-2)))) {
            Parameters together = one(initial);
            OptimiserState state = new OptimiserState(optimiser, together);
            for (int t = 0; t < 50; t++) {
                step(together, state, 0.1, gradient.clone());
            }
            for (int i : new int[] {0, 1, 7, 512, 1029, 1030}) {
                Parameters alone = one(initial[i]);
                OptimiserState other = new OptimiserState(optimiser, alone);
                for (int t = 0; t < 50; t++) {
                    step(alone, other, 0.1, gradient[i]);
                }
                assertThat(w(alone)[0]).isEqualTo(w(together)[i]);
            }
            assertThat(w(together)).isNotEqualTo(Arrays.copyOf(initial, initial.length));
        }
    }
}
