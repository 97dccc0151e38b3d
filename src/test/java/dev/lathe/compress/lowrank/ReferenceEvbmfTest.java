package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ReferenceEvbmfTest {
    /** What a search with a tolerance of 1e-5 leaves of v; the energy is flat there. */
    private static final Percentage SEARCH = Percentage.withPercentage(0.1);

    private static final Percentage DIGITS = Percentage.withPercentage(1e-8);

    @Test
    void agreesWithTheExactSolverOnEasyMatrices() {
        assertSolution(Samples.lowRank(1, new int[] {8, 12}, 2, 0.1, 1), 2, 0.0116468219399);
        assertSolution(Samples.lowRank(2, new int[] {20, 60}, 3, 0.5, 1), 3, 0.237072569108);
        assertSolution(Samples.lowRank(3, new int[] {50, 50}, 5, 1, 1), 5, 0.996514115907);
        assertSolution(Samples.lowRank(8, new int[] {40, 90}, 12, 1, 0.75), 6, 1.11005690599);
    }

    private static void assertSolution(Matrix matrix, int rank, double v) {
        Evbmf solution = ReferenceEvbmf.solve(Spectrum.of(matrix));
        assertThat(solution.rank()).isEqualTo(rank);
        assertThat(solution.noiseVariance()).isCloseTo(v, SEARCH);
    }

    /** Figures printed for the approximated tau_bar. */
    @Test
    void thresholdsAreThoseOfTheApproximation() {
        FreeEnergy first = FreeEnergy.approximate(Spectrum.of(Samples.lowRank(1, new int[] {8, 12}, 2, 0.1, 1)));
        assertThat(first.vMin()).isCloseTo(0.00405434281709, DIGITS);
        assertThat(first.threshold(0.0116468219399)).isCloseTo(0.7517366169, DIGITS);
        FreeEnergy second = FreeEnergy.approximate(Spectrum.of(Samples.lowRank(2, new int[] {20, 60}, 3, 0.5, 1)));
        assertThat(second.vMin()).isCloseTo(0.098943376102, DIGITS);
        assertThat(second.vMax()).isCloseTo(3.31266543839, DIGITS);
        assertThat(second.threshold(0.237072569108)).isCloseTo(6.5475906335, DIGITS);
        FreeEnergy noise = FreeEnergy.approximate(Spectrum.of(new Lcg(4).normals(30, 100)));
        assertThat(noise.threshold(1.02764106284)).isCloseTo(17.2462716972, DIGITS);
    }

    @Test
    void smallWeightsMisleadIt() {
        Matrix small = Samples.t5();
        small.scale(1e-3);
        Spectrum spectrum = Spectrum.of(small);
        assertThat(Evbmf.solve(spectrum).noiseVariance()).isCloseTo(6.37742888694e-7, DIGITS);
        assertThat(ReferenceEvbmf.solve(spectrum).noiseVariance()).isCloseTo(4.54e-6, Percentage.withPercentage(1));
    }

    @Test
    void noiseAndZeros() {
        assertThat(ReferenceEvbmf.solve(Spectrum.of(new Lcg(4).normals(30, 100)))
                        .rank())
                .isZero();
        assertThat(ReferenceEvbmf.solve(Spectrum.of(Matrix.zeros(5, 7))).rank()).isZero();
    }
}
