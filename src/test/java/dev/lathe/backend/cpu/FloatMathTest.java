package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each function against its double precision counterpart over all binades, at the errors its documentation names. */
class FloatMathTest {
    /** Prime, so that the sweep meets all patterns of low bits; about four million arguments of either sign. */
    private static final int STEP = 521;

    private interface FloatFunction {
        float apply(float x);
    }

    private static Arguments of(
            String name, FloatFunction function, DoubleUnaryOperator exact, double from, double to, double ulps) {
        return Arguments.of(name, function, exact, (float) from, (float) to, ulps);
    }

    static Stream<Arguments> functions() {
        DoubleUnaryOperator softplus = x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        return Stream.of(
                of("exp", FloatMath::exp, Math::exp, -110, 95, 1.0),
                of("expm1", FloatMath::expm1, Math::expm1, -110, 88, 1.5),
                of("sigmoid", FloatMath::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87, 200, 2.5),
                of("tanh", FloatMath::tanh, Math::tanh, -1e30, 1e30, 2.6),
                of("softplus", FloatMath::softplus, softplus, -200, 1e30, 3.0),
                of(
                        "tanhOfSoftplus",
                        FloatMath::tanhOfSoftplus,
                        x -> Math.tanh(softplus.applyAsDouble(x)),
                        -80,
                        1e30,
                        3.6),
                of("erf", FloatMath::erf, Erf::erf, -1e30, 1e30, 1.2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void staysWithinItsError(
            String name, FloatFunction function, DoubleUnaryOperator exact, float from, float to, double ulps) {
        double worst = 0;
        float where = 0;
        for (long bits = 0; bits < 0x7f800000L; bits += STEP) {
            float magnitude = Float.intBitsToFloat((int) bits);
            for (float x : new float[] {magnitude, -magnitude}) {
                if (x < from || x > to) {
                    continue;
                }
                double wanted = exact.applyAsDouble(x);
                double error = error(function.apply(x), wanted);
                if (error > worst) {
                    worst = error;
                    where = x;
                }
            }
        }
        assertThat(worst).as("%s is worst at %s", name, where).isPositive().isLessThanOrEqualTo(ulps);
    }

    /** Distance in units of the last place of {@code wanted}; 0 where both overflow. */
    private static double error(float found, double wanted) {
        boolean overflow = Float.isInfinite(found) && found == (float) wanted;
        return overflow ? 0 : Math.abs(found - wanted) / Math.ulp((float) wanted);
    }

    @Test
    void handlesTheEnds() {
        float inf = Float.POSITIVE_INFINITY;
        assertThat(FloatMath.exp(inf)).isEqualTo(inf);
        assertThat(FloatMath.exp(-inf)).isZero();
        assertThat(FloatMath.exp(0)).isEqualTo(1);
        assertThat(FloatMath.exp(88.73f)).isEqualTo(inf);
        assertThat(FloatMath.exp(-103f)).isEqualTo((float) Math.exp(-103));
        assertThat(FloatMath.sigmoid(inf)).isEqualTo(1);
        assertThat(FloatMath.sigmoid(-inf)).isZero();
        assertThat(FloatMath.tanh(inf)).isEqualTo(1);
        assertThat(FloatMath.tanh(-inf)).isEqualTo(-1);
        assertThat(FloatMath.erf(inf)).isEqualTo(1);
        assertThat(FloatMath.erf(-inf)).isEqualTo(-1);
        assertThat(FloatMath.softplus(inf)).isEqualTo(inf);
        assertThat(FloatMath.softplus(-inf)).isZero();
        assertThat(FloatMath.tanhOfSoftplus(inf)).isEqualTo(1);
    }

    @Test
    void keepsNaN() {
        float nan = Float.NaN;
        assertThat(FloatMath.exp(nan)).isNaN();
        assertThat(FloatMath.expm1(nan)).isNaN();
        assertThat(FloatMath.sigmoid(nan)).isNaN();
        assertThat(FloatMath.tanh(nan)).isNaN();
        assertThat(FloatMath.softplus(nan)).isNaN();
        assertThat(FloatMath.tanhOfSoftplus(nan)).isNaN();
        assertThat(FloatMath.erf(nan)).isNaN();
        assertThat(FloatMath.phi(nan)).isNaN();
    }

    @Test
    void roundsTiesToEven() {
        for (float x : new float[] {-2.5f, -1.5f, -0.5f, 0, 0.4999f, 0.5f, 1.5f, 2.5f, 511.5f, -512}) {
            assertThat(FloatMath.round(x)).isEqualTo((float) Math.rint(x));
        }
    }
}
