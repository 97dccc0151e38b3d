package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Tolerance;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pruned filters of one tap against the nested loops and the dense kernel. */
class SparseConvTest {
    private record Shape(int images, int channels, int height, int width, int filters, int stride) {
        ConvTrial draw(double density, Epilogue epilogue, int pad) {
            Random random = new Random(hashCode());
            Window window = new Window(
                    List.of(1, 1),
                    List.of(stride, stride),
                    List.of(),
                    new Padding.Explicit(List.of(pad, pad), List.of(pad, pad)));
            int[] image = {images, channels, height, width};
            int[] weights = {filters, channels, 1, 1};
            ConvTrial dense = ConvTrial.draw(random, window, epilogue, epilogue.activation() != null, image, weights);
            List<Tensor> operands = Arrays.asList(dense.operands().toArray(Tensor[]::new));
            operands.set(1, Pruned.draw(random, density, weights));
            return new ConvTrial(dense.op(), operands);
        }
    }

    private static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(1, 1, 1, 1, 1, 1),
                new Shape(2, 7, 3, 5, 33, 1),
                new Shape(1, 33, 7, 7, 40, 1),
                new Shape(1, 16, 8, 8, 31, 1),
                new Shape(3, 50, 5, 13, 1, 1),
                new Shape(2, 17, 9, 14, 65, 2),
                new Shape(1, 24, 12, 12, 150, 1),
                new Shape(1, 130, 13, 11, 100, 1));
    }

    private static Stream<Epilogue> epilogues() {
        return Stream.of(
                Epilogue.NONE,
                new Epilogue(false, new Activation.Relu()),
                new Epilogue(false, new Activation.Clip(0.5f, -0.5f)),
                new Epilogue(true, new Activation.LeakyRelu(0.1f)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheReference(Shape shape) {
        for (double density : new double[] {0, 0.1, 0.5, 1}) {
            for (Epilogue epilogue : epilogues().toList()) {
                ConvTrial test = shape.draw(density, epilogue, 0);
                assertThat(SparseConv.accepts(test.op(), test.known())).isTrue();
                Tensor wanted = test.expected();
                Tensor magnitude = test.magnitude();
                for (SparseLoops loops : List.of(new ScalarSparseLoops(), new VectorSparseLoops())) {
                    Kernel kernel = new SparseConv(test.op(), test.known(), loops, test.place());
                    Tensor got = test.runChannelsLast(kernel, 1);
                    Tolerance.assertClose(got, wanted, test.roundings(), magnitude);
                    assertThat(test.runChannelsLast(kernel, 3).sameBits(got))
                            .as("bits with other threads")
                            .isTrue();
                }
            }
        }
    }

    private static Kernel chosen(ConvTrial test) {
        return ChannelKernels.prepare(test.op(), test.known(), WinogradChoice.MODEL);
    }

    @Test
    void isWhatRunsWhereFewWeightsAreLeft() {
        Shape shape = new Shape(1, 256, 14, 14, 192, 1);
        Epilogue relu = new Epilogue(false, new Activation.Relu());
        assertThat(chosen(shape.draw(0.1, relu, 0))).isInstanceOf(SparseConv.class);
        assertThat(chosen(shape.draw(0, relu, 0))).isInstanceOf(SparseConv.class);
        assertThat(chosen(shape.draw(0.7, relu, 0))).isInstanceOf(DirectConv.class);
        assertThat(chosen(shape.draw(1, relu, 0))).isInstanceOf(DirectConv.class);
        Shape few = new Shape(1, 256, 1, 1, 192, 1);
        assertThat(chosen(few.draw(0.1, relu, 0))).as("lanes stay empty").isInstanceOf(DirectConv.class);
    }

    @Test
    void bitsAreThoseOfTheDenseKernel() {
        ConvTrial test = new Shape(1, 256, 14, 14, 192, 1).draw(0.1, Epilogue.NONE, 0);
        Tensor dense = test.runChannelsLast(new DirectConv(test.op(), test.known(), test.place()), 2);
        assertThat(test.runChannelsLast(chosen(test), 2).sameBits(dense)).isTrue();
    }

    @Test
    void refusesWhatItIsNotFor() {
        ConvTrial padded = new Shape(1, 8, 5, 5, 8, 1).draw(0.1, Epilogue.NONE, 1);
        assertThat(SparseConv.accepts(padded.op(), padded.known())).isFalse();
        ConvTrial plain = new Shape(1, 8, 5, 5, 8, 1).draw(0.1, Epilogue.NONE, 0);
        assertThat(SparseConv.accepts(plain.op(), plain.unknown()))
                .as("the run computes weights")
                .isFalse();
        Conv grouped = new Conv(plain.op().window(), 2, Epilogue.NONE);
        assertThat(SparseConv.accepts(grouped, plain.known())).isFalse();
    }
}
