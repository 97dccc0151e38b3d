package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels as large as those of VGG-16 and AlexNet: planted ranks with falling spectra, and noise. */
@Tag("soak")
class VggSoakTest {
    private static final int TAPS = 9;
    private static final double RATE = 4;
    private static final double NOISE = 0.02;

    /** Of a few thousand degrees of freedom, and of the weakest signals that hide in it. */
    private static final Percentage NOISE_KNOWN_TO = Percentage.withPercentage(5);

    /** Channels before and after each of the 13 convolutions. */
    private static final List<Integer> CHANNELS =
            List.of(3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512);

    private static Ranks planted(int outputs, int inputs) {
        return new FixedRate(RATE).ofThree(outputs, inputs, TAPS);
    }

    private static Kernel kernel(Random random, int outputs, int inputs) {
        Ranks ranks = planted(outputs, inputs);
        Matrix core = normals(random, ranks.outputs(), ranks.inputs() * TAPS);
        Matrix mixed = mixing(random, outputs, ranks.outputs()).times(core);
        Matrix whole = mixing(random, inputs, ranks.inputs())
                .times(mixed.swapped(TAPS))
                .swapped(TAPS);
        whole.add(NOISE, normals(random, outputs, inputs * TAPS));
        return Kernel.of(whole, TAPS);
    }

    /** Columns each weaker than the one before, the last by e². */
    private static Matrix mixing(Random random, int channels, int rank) {
        Matrix mixing = normals(random, channels, rank);
        for (double[] row : mixing.rows()) {
            for (int i = 0; i < rank; i++) {
                row[i] *= Math.exp(-2.0 * i / rank) / Math.sqrt(rank);
            }
        }
        return mixing;
    }

    private static Matrix normals(Random random, int height, int columns) {
        Matrix matrix = Matrix.zeros(height, columns);
        for (double[] row : matrix.rows()) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        return matrix;
    }

    @Test
    void theConvolutionsOfVgg16() {
        Random random = new Random(16);
        List<Kernel> kernels = IntStream.range(1, CHANNELS.size())
                .mapToObj(i -> kernel(random, CHANNELS.get(i), CHANNELS.get(i - 1)))
                .toList();
        kernels.parallelStream().forEach(VggSoakTest::assertDecomposes);
    }

    private static void assertDecomposes(Kernel kernel) {
        Spectrum outputs = Spectrum.ofOutputs(kernel);
        Spectrum inputs = Spectrum.ofInputs(kernel);
        Evbmf forOutputs = Evbmf.solve(outputs);
        Evbmf forInputs = Evbmf.solve(inputs);
        Ranks ranks = new Ranks(forInputs.rank(), forOutputs.rank());
        assertThat(ranks).isEqualTo(planted(kernel.outputs(), kernel.inputs()));
        assertThat(forOutputs.noiseVariance()).isCloseTo(NOISE * NOISE, NOISE_KNOWN_TO);
        assertThat(forInputs.noiseVariance()).isCloseTo(NOISE * NOISE, NOISE_KNOWN_TO);
        Factors factors = Tucker2.decompose(kernel, ranks, Stop.DEFAULT);
        assertWithinTails(factors, outputs.tail(ranks.outputs()), inputs.tail(ranks.inputs()), outputs.squaredNorm());
    }

    /** The error is no less than the tail of either spectrum, and no more than both together, which HOSVD warrants. */
    private static void assertWithinTails(Factors factors, double outputs, double inputs, double whole) {
        double error = factors.error() * factors.error() * whole;
        assertThat(error).isBetween(Math.max(outputs, inputs), outputs + inputs);
    }

    @Test
    void aFullyConnectedLayerOfAlexNet() {
        Random random = new Random(6);
        int signals = 300;
        Matrix planted = mixing(random, 4096, signals).times(normals(random, signals, 9216));
        planted.add(NOISE, normals(random, 4096, 9216));
        Kernel kernel = Kernel.of(planted, 36);
        Spectrum outputs = Spectrum.ofOutputs(kernel);
        Evbmf solution = Evbmf.solve(outputs);
        assertThat(solution.rank()).isEqualTo(signals);
        assertThat(solution.noiseVariance()).isCloseTo(NOISE * NOISE, NOISE_KNOWN_TO);

        Factors two = Tucker1.decompose(kernel, 584);
        // beyond the signals eigenvalues lie close together, and the iteration ends before it has told them apart
        assertThat(two.error()).isCloseTo(Math.sqrt(outputs.tail(584) / outputs.squaredNorm()), within(1e-4));

        Spectrum inputs = Spectrum.ofInputs(kernel);
        Factors three = Tucker2.decompose(kernel, new Ranks(210, 584), Stop.DEFAULT);
        assertWithinTails(three, outputs.tail(584), inputs.tail(210), outputs.squaredNorm());
    }
}
