package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors and scalar loops give the same bits, so a result does not depend on where a row is cut. */
class CurvesTest {
    private interface Curve {
        void run(Curves curves, float[] x, int from, int to);
    }

    static Stream<Arguments> curves() {
        return Stream.of(
                of("exp", Curves::exp),
                of("erf", Curves::erf),
                of("sigmoid", Curves::sigmoid),
                of("tanh", Curves::tanh),
                of("softplus", Curves::softplus),
                of("elu", (curves, x, from, to) -> curves.elu(x, from, to, 1.67f, 1.05f)),
                of("gelu", Curves::gelu),
                of("geluTanh", Curves::geluTanh),
                of("mish", Curves::mish),
                of("swish", (curves, x, from, to) -> curves.swish(x, from, to, 1.7f)));
    }

    private static Arguments of(String name, Curve curve) {
        return Arguments.of(name, curve);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void curves(String name, Curve curve) {
        float[] vectors = everyKindOfFloat();
        float[] scalars = everyKindOfFloat();
        curve.run(new VectorCurves(), vectors, 3, vectors.length - 2);
        curve.run(new ScalarCurves(), scalars, 3, scalars.length - 2);
        // NaN equals NaN here, its bits are the machine's choice; 0 and -0 differ
        assertThat(vectors).as(name).isEqualTo(scalars);
        assertThat(vectors).startsWith(0f, Float.intBitsToFloat(20011)).isNotEqualTo(everyKindOfFloat());
    }

    /** About two hundred thousand floats of all binades and both signs, infinities and NaN among them. */
    private static float[] everyKindOfFloat() {
        float[] x = new float[(int) ((1L << 32) / 20011)];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i * 20011);
        }
        x[100] = Float.POSITIVE_INFINITY;
        x[101] = Float.NEGATIVE_INFINITY;
        return x;
    }
}
