package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The innermost loops one by one, also those that this machine would not choose. */
class MicroKernelTest {
    private static final int DEPTH = 37;
    private static final int GAP = 5;

    static Stream<MicroKernel> kernels() {
        return Stream.of(new ScalarMicroKernel(), new VectorMicroKernel(), new WideVectorMicroKernel());
    }

    private static float[] random(long seed, int length) {
        return SmallModels.random(new Random(seed), length).floats();
    }

    @Test
    void theBuildTestsVectors() {
        assertThat(MicroKernels.VECTORS)
                .as("--add-modules jdk.incubator.vector")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void sumsInOrderAndGoesOnWithSums(MicroKernel kernel) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        int stride = columns + GAP;
        float[] a = random(1, 2 * DEPTH * rows);
        float[] b = random(2, 2 * DEPTH * columns);
        float[] c = random(3, GAP + rows * stride);
        float[] before = c.clone();
        kernel.multiply(DEPTH, a, 0, b, 0, c, GAP, stride, false);
        kernel.multiply(DEPTH, a, DEPTH * rows, b, DEPTH * columns, c, GAP, stride, true);
        boolean fused = !(kernel instanceof ScalarMicroKernel);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < 2 * DEPTH; k++) {
                    float x = a[k * rows + r];
                    float y = b[k * columns + j];
                    sum = fused ? Math.fma(x, y, sum) : sum + x * y;
                }
                assertThat(c[GAP + r * stride + j]).isEqualTo(sum);
            }
        }
        for (int r = 0; r + 1 < rows; r++) {
            for (int j = 0; j < GAP; j++) {
                int at = GAP + r * stride + columns + j;
                assertThat(c[at]).as("between rows").isEqualTo(before[at]);
            }
        }
    }
}
