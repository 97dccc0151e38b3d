package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.InputException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected figures come from an independent program in double precision, printed to ten digits or more. */
class EvbmfTest {
    /** Of a figure printed to ten or more digits; the solver itself closes its interval to the last bit. */
    private static final Percentage DIGITS = Percentage.withPercentage(1e-7);

    private static final Matrix Y2 = Samples.lowRank(2, new int[] {20, 60}, 3, 0.5, 1);

    /** 10 x 40, zero but for these on the diagonal: needs no decomposition. */
    private static final double[] T6 = {20, 15, 7, 5.5, 4, 3.5, 3, 2.5, 2, 1.5};

    private static Spectrum diagonal(double... values) {
        return new Spectrum(
                values.length,
                40,
                values,
                DoubleStream.of(values).map(g -> g * g).sum());
    }

    private static void assertSolution(Evbmf solution, double v, double f, double... shrunk) {
        assertThat(solution.rank()).isEqualTo(shrunk.length);
        assertThat(solution.noiseVariance()).isCloseTo(v, DIGITS);
        assertThat(solution.freeEnergy()).isCloseTo(f, DIGITS);
        assertShrunk(solution, shrunk);
    }

    private static void assertShrunk(Evbmf solution, double... shrunk) {
        assertThat(solution.shrunk()).hasSize(shrunk.length);
        for (int h = 0; h < shrunk.length; h++) {
            assertThat(solution.shrunk()[h]).as("d %d", h).isCloseTo(shrunk[h], DIGITS);
        }
    }

    /** |Y|² - sum g d = L M v where the slope of the free energy vanishes. */
    private static void assertStationary(Spectrum spectrum, Evbmf solution) {
        double left = spectrum.squaredNorm();
        for (int h = 0; h < solution.rank(); h++) {
            left -= spectrum.values()[h] * solution.shrunk()[h];
        }
        assertThat(left / spectrum.rows() / spectrum.columns())
                .isCloseTo(solution.noiseVariance(), Percentage.withPercentage(1e-8));
    }

    @Test
    void theGeneratorIsThatOfTheFigures() {
        assertThat(new Lcg(1).uniform()).isEqualTo(0.42320917087271326);
        assertThat(new Lcg(1).normals(1, 2).flat())
                .containsExactly(new double[] {0.1988428328925691, 0.9336421355651483}, within(1e-15));
        assertThat(Y2.squaredNorm()).isCloseTo(3975.198526072, within(5e-10));
        assertThat(Y2.row(0)).startsWith(new double[] {4.075993561, 1.246862781, 2.259013571}, within(5e-10));
        assertThat(Samples.t5().squaredNorm()).isCloseTo(372.9773039770 * 372.9773039770, within(1e-6));
        assertThat(Samples.t5().row(31)[23 * 9 + 8]).isCloseTo(1.757226829, within(5e-10));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2.512862417, 4.910814965",
        "0.5, 1.782640099, 3.563122962",
        "0.25, 1.272607557, 2.719054606",
        "0.1, 0.822210957, 2.043834245",
        "0.01, 0.282876401, 1.328227529"
    })
    void theExactThresholdOfAShape(double alpha, double tauBar, double xBar) {
        assertThat(FreeEnergy.tauBar(alpha)).isCloseTo(tauBar, within(5e-10));
        Spectrum shape = new Spectrum((int) (100 * alpha), 100, new double[] {1}, 1);
        assertThat(FreeEnergy.exact(shape).xBar()).isCloseTo(xBar, within(5e-10));
    }

    @Test
    void twoSignals() {
        Spectrum spectrum = Spectrum.of(Samples.lowRank(1, new int[] {8, 12}, 2, 0.1, 1));
        assertThat(spectrum.values())
                .startsWith(new double[] {7.868224733877, 2.761193682410, 0.552524674507}, within(1e-11));
        Evbmf solution = Evbmf.solve(spectrum);
        assertSolution(solution, 0.0116468219399, 26.489143141, 7.838593198553, 2.676194681228);
        assertThat(solution.vMax()).isCloseTo(0.731077079548, DIGITS);
        assertStationary(spectrum, solution);
    }

    @Test
    void threeSignals() {
        assertSolution(
                Evbmf.solve(Spectrum.of(Y2)),
                0.237072569108,
                1398.115297842,
                44.336970259485,
                30.184279360374,
                27.527832076772);
    }

    @Test
    void aTallMatrixIsTransposed() {
        assertThat(Evbmf.solve(Spectrum.of(Y2.transposed())))
                .usingRecursiveComparison()
                .isEqualTo(Evbmf.solve(Spectrum.of(Y2)));
    }

    @Test
    void rowsOfZeros() {
        Matrix pruned = new Matrix(Arrays.stream(Y2.rows()).map(double[]::clone).toArray(double[][]::new));
        for (int i = 5; i <= 7; i++) {
            Arrays.fill(pruned.row(i), 0);
        }
        Spectrum spectrum = Spectrum.of(pruned);
        assertThat(Arrays.copyOfRange(spectrum.values(), 17, 20)).containsOnly(0);
        Evbmf solution = Evbmf.solve(spectrum);
        assertThat(solution.noiseVariance()).isCloseTo(0.1930827, within(5e-8));
        assertThat(solution.shrunk()).containsExactly(new double[] {41.270596, 28.667377, 26.131569}, within(5e-7));
    }

    @Test
    void fiveSignalsOfASquare() {
        Evbmf solution = Evbmf.solve(Spectrum.of(Samples.lowRank(3, new int[] {50, 50}, 5, 1, 1)));
        assertSolution(
                solution,
                0.996514115907,
                4489.650961049,
                60.336399989709,
                52.579609902337,
                46.232924708302,
                37.159065066947,
                34.506006149404);
    }

    @Test
    void noiseAlone() {
        Spectrum spectrum = Spectrum.of(new Lcg(4).normals(30, 100));
        Evbmf solution = Evbmf.solve(spectrum);
        assertSolution(solution, 1.02764106284, 4297.714517720);
        assertThat(solution.noiseVariance()).isEqualTo(solution.vMax());
        assertThat(solution.threshold()).isGreaterThan(15.0816157212);
    }

    @Test
    void weakSignalsAreDropped() {
        Spectrum spectrum = Spectrum.of(Samples.lowRank(8, new int[] {40, 90}, 12, 1, 0.75));
        Evbmf solution = Evbmf.solve(spectrum);
        assertSolution(
                solution,
                1.11005690599,
                6263.733942041,
                71.514206944000,
                40.205176433297,
                29.326180442387,
                21.151292070518,
                13.111262937449,
                9.913799640080);
        assertStationary(spectrum, solution);
    }

    @Test
    void bothModesOfAKernel() {
        Matrix w = Samples.t5();
        Evbmf outputs = Evbmf.solve(Spectrum.of(w));
        Evbmf inputs = Evbmf.solve(Spectrum.of(w.swapped(9)));
        assertSolution(
                outputs,
                0.637742888694,
                11574.142784699,
                213.660079713613,
                184.626804778283,
                170.858710107809,
                134.065452555944,
                83.757945818949);
        assertSolution(
                inputs,
                0.635435207500,
                11523.826316703,
                248.962011453787,
                186.307606175793,
                155.431051655838,
                114.373623890552);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-4, 1e-3, 1, 7, 1e6})
    void ranksDoNotChangeWithTheScaleOfWeights(double scale) {
        Kernel kernel = Samples.scaled(Kernel.of(Samples.t5(), 9), scale);
        Evbmf outputs = Evbmf.solve(Spectrum.ofOutputs(kernel));
        Evbmf inputs = Evbmf.solve(Spectrum.ofInputs(kernel));
        assertThat(outputs.rank()).isEqualTo(5);
        assertThat(inputs.rank()).isEqualTo(4);
        // rounding to floats moves each weight by 2^-24 of it, twice
        assertThat(outputs.noiseVariance()).isCloseTo(0.637742888694 * scale * scale, Percentage.withPercentage(2e-5));
        assertThat(inputs.noiseVariance()).isCloseTo(0.635435207500 * scale * scale, Percentage.withPercentage(2e-5));
    }

    @Test
    void ofTwoMinimaTheLower() {
        Spectrum spectrum = diagonal(T6);
        Evbmf solution = Evbmf.solve(spectrum);
        assertSolution(solution, 0.326721371603, 549.674946719, 19.177630353859, 13.897273407464, 4.471391881386);
        assertThat(solution.vMin()).isCloseTo(0.104166666667, DIGITS);
        assertThat(solution.vMax()).isCloseTo(1.885, DIGITS);
        FreeEnergy energy = FreeEnergy.exact(spectrum);
        assertThat(energy.j(solution.noiseVariance())).isCloseTo(9.104977, within(5e-7));
        assertThat(energy.j(0.2627086589828654)).isCloseTo(9.179826, within(5e-7));
        assertThat(energy.slope(0.2627086589828654, 4)).isCloseTo(0, within(1e-12));
    }

    @Test
    void withTheNoiseGiven() {
        Spectrum spectrum = diagonal(T6);
        assertShrunk(
                Evbmf.withNoise(spectrum, 0.1),
                19.749493658,
                14.665454445,
                6.272700329,
                4.561923201,
                2.655868846,
                1.899527616);
        assertShrunk(Evbmf.withNoise(spectrum, 0.25), 19.371773656, 14.158819182, 5.114529903, 2.946819034);
        assertShrunk(Evbmf.withNoise(spectrum, 0.5), 18.736657172, 13.299916247);
        assertShrunk(Evbmf.withNoise(spectrum, 1), 17.442669325, 11.512241679);
        assertShrunk(Evbmf.withNoise(spectrum, 2), 14.728416147, 7.368228785);
        assertThatThrownBy(() -> Evbmf.withNoise(spectrum, Double.NaN))
                .isInstanceOf(InputException.class)
                .hasMessage("a noise variance of NaN, wanted a finite one above 0");
    }

    @Test
    void withoutNoise() {
        Spectrum spectrum = Spectrum.of(Samples.lowRank(9, new int[] {20, 60}, 3, 0, 1));
        Evbmf solution = Evbmf.solve(spectrum);
        assertShrunk(solution, 46.84956476, 30.34096555, 28.67318859);
        assertThat(solution.noiseVariance()).isLessThan(2e-12 * solution.vMax());
    }

    @Test
    void zerosHaveNoRank() {
        Evbmf solution = Evbmf.solve(Spectrum.of(Matrix.zeros(7, 13)));
        assertThat(solution.rank()).isZero();
        assertThat(solution.noiseVariance()).isZero();
        assertThat(solution.shrunk()).isEmpty();
    }

    @Test
    void bothModesOfAMatrixAreOne() {
        Kernel kernel = Kernel.of(Samples.lowRank(2, new int[] {20, 60}, 3, 0.5, 1), 1);
        Evbmf outputs = Evbmf.solve(Spectrum.ofOutputs(kernel));
        assertThat(outputs.rank()).isEqualTo(3);
        assertThat(Evbmf.solve(Spectrum.ofInputs(kernel)))
                .usingRecursiveComparison()
                .isEqualTo(outputs);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 13})
    void tinyMatrices(int columns) {
        Spectrum row = Spectrum.of(new Lcg(columns).normals(1, columns));
        Evbmf solution = Evbmf.solve(row);
        assertThat(solution.rank()).isBetween(0, 1);
        assertThat(solution.vMin()).isLessThanOrEqualTo(solution.noiseVariance());
        assertThat(solution.noiseVariance()).isBetween(solution.vMin(), solution.vMax());
    }
}
