package dev.lathe.compress.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.Skip;
import dev.lathe.graph.Graph;
import dev.lathe.onnx.OnnxReader;
import dev.lathe.op.Conv;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The 52 unfoldings of a trained SqueezeNet, in a folder {@code shared} beside the project, where there is one. */
class SqueezeNetRanksTest {
    private static final Path MODEL = Path.of("..", "shared", "models", "squeezenet10_deepcompression.onnx");

    /** R4 and R3 of every convolution in its order, by an independent program that looked at 20,001 values of v. */
    private static final List<Ranks> RANKS = List.of(
            ranks(34, 2),
            ranks(0, 0),
            ranks(0, 0),
            ranks(10, 5),
            ranks(2, 2),
            ranks(0, 0),
            ranks(8, 7),
            ranks(2, 2),
            ranks(2, 2),
            ranks(9, 16),
            ranks(1, 1),
            ranks(0, 0),
            ranks(12, 14),
            ranks(3, 3),
            ranks(1, 1),
            ranks(12, 19),
            ranks(3, 3),
            ranks(4, 4),
            ranks(17, 20),
            ranks(3, 3),
            ranks(5, 5),
            ranks(20, 18),
            ranks(3, 3),
            ranks(1, 1),
            ranks(20, 15),
            ranks(24, 24));

    private List<Kernel> kernels = List.of();

    private static Ranks ranks(int outputs, int inputs) {
        return new Ranks(inputs, outputs);
    }

    @BeforeEach
    void read() {
        Skip.unless(Files.exists(MODEL), "no file " + MODEL + " beside the project");
        Graph graph = OnnxReader.read(MODEL);
        kernels = graph.nodes().stream()
                .filter(node -> node.op() instanceof Conv)
                .map(node -> kernel(graph.constant(node.input(1))))
                .toList();
    }

    private static Kernel kernel(Tensor weights) {
        Shape shape = weights.shape();
        return new Kernel(shape.dim(0), shape.dim(1), shape.product(2, shape.rank()), weights.floats());
    }

    @Test
    void ranksAreThoseOfAnotherProgram() {
        assertThat(kernels)
                .extracting(kernel -> ranks(
                        Evbmf.solve(Spectrum.ofOutputs(kernel)).rank(),
                        Evbmf.solve(Spectrum.ofInputs(kernel)).rank()))
                .isEqualTo(RANKS);
        assertThat(Evbmf.solve(Spectrum.ofOutputs(kernels.getFirst())).noiseVariance())
                .isCloseTo(1.000321695e-3, Percentage.withPercentage(1e-7));
    }

    /** Where the energy has several minima, or jumps because tau_bar is approximated, the reference is one off. */
    @Test
    void theReferenceEndsInOtherMinima() {
        List<String> others = kernels.stream()
                .filter(kernel -> rank(Spectrum.ofInputs(kernel)) != referenceRank(Spectrum.ofInputs(kernel)))
                .map(kernel -> kernel.extents() + ": " + rank(Spectrum.ofInputs(kernel)) + " or "
                        + referenceRank(Spectrum.ofInputs(kernel)))
                .toList();
        assertThat(others)
                .containsExactly("16x128x1: 2 or 3", "64x16x9: 7 or 8", "32x128x1: 2 or 3", "256x64x9: 15 or 16");
    }

    private static int rank(Spectrum spectrum) {
        return Evbmf.solve(spectrum).rank();
    }

    private static int referenceRank(Spectrum spectrum) {
        return ReferenceEvbmf.solve(spectrum).rank();
    }

    @Test
    void ranksOfAPrunedNetworkAreTooGreedy() {
        Weakened weakened = new Weakened(0.7, 1);
        for (int i = 1; i < kernels.size(); i++) {
            Kernel kernel = kernels.get(i);
            if (kernel.isMatrix()) {
                continue;
            }
            Ranks ranks = RANKS.get(i);
            assertThat(Tucker2.decompose(kernel, ranks, Stop.DEFAULT).error()).isBetween(0.725, 0.895);
            Ranks more = weakened.ranks(new Ranks(kernel.inputs(), kernel.outputs()), ranks);
            assertThat(Tucker2.decompose(kernel, more, Stop.DEFAULT).error()).isCloseTo(0.6, within(0.075));
        }
    }
}
