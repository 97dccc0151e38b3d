package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected errors come from an independent program, printed to ten digits. */
class Tucker2Test {
    private static final Offset<Double> TEN_DIGITS = within(6e-11);

    /** Rounding weights of magnitude 1 and the core to floats. */
    private static final double FLOATS = 1e-6;

    /** Errors of the start, after one sweep, and where it ends. */
    record Course(String name, Matrix w, Ranks ranks, double start, double first, double last) {
        @Override
        public String toString() {
            return name + " " + ranks;
        }
    }

    private static Ranks ranks(int outputs, int inputs) {
        return new Ranks(inputs, outputs);
    }

    static Stream<Course> courses() {
        Matrix t5 = Samples.t5();
        Matrix t9 = Samples.t9();
        return Stream.of(
                new Course("T5", t5, ranks(5, 4), 0.1729589648, 0.1729418370, 0.1729418305),
                new Course("T5", t5, ranks(4, 3), 0.4056509379, 0.4042351276, 0.4042301563),
                new Course("T5", t5, ranks(2, 2), 0.7532350811, 0.7481621851, 0.7388205210),
                new Course("T5", t5, ranks(8, 6), 0.1665372064, 0.1644752105, 0.1641493143),
                new Course("T9", t9, ranks(4, 3), 0.9155352345, 0.8915231179, 0.8901714026),
                new Course("T9", t9, ranks(8, 6), 0.7380296595, 0.7274279624, 0.7240134857),
                new Course("T9", t9, ranks(1, 1), 0.9887995696, 0.9758385895, 0.9755931810));
    }

    @ParameterizedTest
    @MethodSource("courses")
    void errorsAreThoseOfTheFigures(Course course) {
        assertThat(Tucker2.hosvd(course.w, 9, course.ranks).error()).isCloseTo(course.start, TEN_DIGITS);
        assertThat(Tucker2.decompose(course.w, 9, course.ranks, new Stop(0, 1)).error())
                .isCloseTo(course.first, TEN_DIGITS);
        assertThat(Tucker2.decompose(course.w, 9, course.ranks, new Stop(1e-12, 100))
                        .error())
                .isCloseTo(course.last, TEN_DIGITS);
    }

    @Test
    void theDefaultStopsEarly() {
        Factors factors = Tucker2.decompose(Samples.t5(), 9, ranks(2, 2), Stop.DEFAULT);
        assertThat(factors.sweeps()).isEqualTo(5);
        assertThat(factors.error()).isCloseTo(0.7388255695, TEN_DIGITS);
        assertThat(Tucker2.decompose(Samples.t5(), 9, ranks(2, 2), new Stop(1e-12, 100))
                        .sweeps())
                .isEqualTo(13);
    }

    @Test
    void theErrorNeverRises() {
        double before = 1;
        for (int sweeps = 1; sweeps <= 12; sweeps++) {
            double error = Tucker2.decompose(Samples.t9(), 9, ranks(8, 6), new Stop(0, sweeps))
                    .error();
            assertThat(error).as("after %d sweeps", sweeps).isLessThanOrEqualTo(before + 1e-15);
            before = error;
        }
    }

    /** More than 128 channels: eigenvectors come from an iteration that is not run to its end. */
    @Test
    void theErrorOfALargeKernelNeverRisesAndEndsNearTheBest() {
        Matrix w = new Lcg(7).normals(150, 137 * 4);
        double before = 1;
        for (int sweeps = 1; sweeps <= 4; sweeps++) {
            double error = Tucker2.decompose(w, 4, ranks(40, 30), new Stop(1e-4, sweeps))
                    .error();
            assertThat(error).as("after %d sweeps", sweeps).isLessThanOrEqualTo(before + 1e-15);
            before = error;
        }
        double best =
                Tucker2.decompose(w, 4, ranks(40, 30), new Stop(1e-9, 300)).error();
        Factors ended = Tucker2.decompose(w, 4, ranks(40, 30), Stop.DEFAULT);
        // noise has no leading subspace to speak of: sweeps end at steps of 1e-4, a few dozen such steps too early
        assertThat(ended.error()).isBetween(best, best + 3e-3);
        assertOrthonormal(Matrix.of(137, 30, ended.inputs()));
        assertOrthonormal(Matrix.of(150, 40, ended.outputs()));
    }

    @Test
    void factorsAreOrthonormalAndTheirSignsFixed() {
        Factors factors = Tucker2.decompose(Samples.t9(), 9, ranks(7, 5), Stop.DEFAULT);
        assertOrthonormal(Matrix.of(12, 5, factors.inputs()));
        assertOrthonormal(Matrix.of(16, 7, factors.outputs()));
    }

    private static void assertOrthonormal(Matrix u) {
        Matrix columns = u.transposed();
        Matrix products = columns.gram();
        for (int i = 0; i < products.height(); i++) {
            for (int j = 0; j < products.height(); j++) {
                assertThat(products.row(i)[j]).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
            double[] sorted = columns.row(i).clone();
            Arrays.sort(sorted);
            assertThat(sorted[sorted.length - 1]).isGreaterThan(-sorted[0]);
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 12, 9", "7, 13, 9", "13, 7, 25", "2, 50, 9", "50, 2, 9"})
    void fullRanksReproduceTheKernel(int outputs, int inputs, int taps) {
        Kernel kernel = Samples.noise(31, outputs, inputs, taps);
        Factors factors = Tucker2.decompose(kernel, ranks(outputs, inputs), Stop.DEFAULT);
        assertThat(factors.error()).isLessThan(1e-13);
        assertThat(factors.ranks()).isEqualTo(ranks(outputs, inputs));
        assertSame(factors.kernel(), kernel);
    }

    private static void assertSame(Kernel got, Kernel wanted) {
        assertThat(got.outputs()).isEqualTo(wanted.outputs());
        assertThat(got.inputs()).isEqualTo(wanted.inputs());
        for (int i = 0; i < wanted.values().length; i++) {
            assertThat((double) got.values()[i]).isCloseTo(wanted.values()[i], within(FLOATS));
        }
    }

    @Test
    void theErrorIsThatOfTheKernelTheFactorsStandFor() {
        Kernel kernel = Kernel.of(Samples.t9(), 9);
        Factors factors = Tucker2.decompose(kernel, ranks(4, 3), new Stop(1e-12, 100));
        double distance = kernel.unfolded().squaredDistance(factors.kernel().unfolded());
        assertThat(Math.sqrt(distance) / kernel.norm())
                .isCloseTo(factors.error(), within(FLOATS))
                .isCloseTo(0.8901714026, within(FLOATS));
    }

    @Test
    void theLayersAreThreeKernels() {
        Factors factors = Tucker2.decompose(Samples.noise(8, 7, 5, 9), ranks(3, 2), Stop.DEFAULT);
        assertThat(factors.layers())
                .extracting(layer -> layer.outputs() + "x" + layer.inputs() + "x" + layer.taps())
                .containsExactly("2x5x1", "3x2x9", "7x3x1");
        float[] first = factors.layers().getFirst().values();
        for (int s = 0; s < 5; s++) {
            for (int r = 0; r < 2; r++) {
                assertThat(first[r * 5 + s]).isEqualTo((float) factors.inputs()[s * 2 + r]);
            }
        }
    }

    @Test
    void aMatrixBecomesTwoLayersOfTheSmallerRank() {
        Kernel matrix = Samples.noise(3, 20, 13, 1);
        Factors factors = Tucker2.decompose(matrix, ranks(9, 4), Stop.DEFAULT);
        assertThat(factors.layers()).hasSize(2);
        assertThat(factors).usingRecursiveComparison().isEqualTo(Tucker1.decompose(matrix, 4));
    }

    @Test
    void theSameBitsEveryTime() {
        Kernel kernel = Samples.noise(12, 40, 37, 9);
        Factors factors = Tucker2.decompose(kernel, ranks(11, 13), Stop.DEFAULT);
        assertThat(Tucker2.decompose(kernel, ranks(11, 13), Stop.DEFAULT))
                .usingRecursiveComparison()
                .isEqualTo(factors);
    }

    @Test
    void zerosDecomposeIntoZeros() {
        Kernel zeros = new Kernel(5, 4, 9, new float[5 * 4 * 9]);
        Factors factors = Tucker2.decompose(zeros, ranks(3, 2), Stop.DEFAULT);
        assertThat(factors.error()).isZero();
        assertThat(factors.kernel().values()).containsOnly(0);
    }

    @Test
    void ranksOutOfRangeAreRefused() {
        Kernel kernel = Samples.noise(1, 7, 5, 9);
        assertThatThrownBy(() -> Tucker2.decompose(kernel, ranks(8, 2), Stop.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("output rank 8 of a kernel, wanted 1 to 7");
        assertThatThrownBy(() -> Tucker2.decompose(kernel, ranks(3, 0), Stop.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("input rank 0 of a kernel, wanted 1 to 5");
        assertThatThrownBy(() -> new Stop(-1e-4, 3))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tolerance of at least 0");
    }
}
