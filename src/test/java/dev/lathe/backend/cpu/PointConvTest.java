package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
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

/** Convolutions of 1x1 windows against the nested loops. */
class PointConvTest {
    private record Shape(int images, int channels, int height, int width, int filters, List<Integer> strides) {
        ConvTrial draw(Epilogue epilogue, boolean withBias) {
            Random random = new Random(hashCode());
            Window window =
                    new Window(List.of(1, 1), strides, List.of(), new Padding.Explicit(List.of(0, 0), List.of(0, 0)));
            int[] image = {images, channels, height, width};
            int[] weights = {filters, channels, 1, 1};
            return ConvTrial.draw(random, window, epilogue, withBias, image, weights);
        }
    }

    /** Parts of panels, of tiles, of blocks and of strips; more channels than a pass has; strides and images. */
    private static Stream<Shape> shapes() {
        List<Integer> dense = List.of(1, 1);
        return Stream.of(
                new Shape(1, 1, 1, 1, 1, dense),
                new Shape(3, 5, 1, 3, 9, dense),
                new Shape(1, 33, 4, 4, 40, dense),
                new Shape(3, 7, 3, 11, 65, dense),
                new Shape(3, 300, 7, 7, 70, dense),
                new Shape(1, 700, 5, 13, 33, dense),
                new Shape(1, 3, 61, 37, 5, dense),
                new Shape(3, 16, 40, 29, 17, dense),
                new Shape(1, 5000, 6, 6, 3, dense),
                new Shape(3, 19, 7, 9, 34, List.of(2, 2)),
                new Shape(1, 300, 47, 50, 13, List.of(2, 2)),
                new Shape(2, 9, 23, 40, 8, List.of(1, 2)),
                new Shape(2, 9, 40, 23, 8, List.of(2, 1)),
                new Shape(1, 5, 50, 70, 3, List.of(3, 3)));
    }

    private static List<Epilogue> epilogues() {
        return List.of(
                Epilogue.NONE,
                new Epilogue(true, null),
                new Epilogue(false, new Activation.Clip(0, 0.5f)),
                new Epilogue(true, new Activation.LeakyRelu(0.1f)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheReference(Shape shape) {
        for (Epilogue epilogue : epilogues()) {
            ConvTrial test = shape.draw(epilogue, epilogue.activation() != null);
            Kernel kernel = new PointConv(test.op(), test.known());
            Tensor got = test.run(kernel, 1);
            Tensor wanted = test.expected();
            Tolerance.assertClose(got, wanted, test.roundings(), test.magnitude());
            for (int threads : new int[] {2, 3}) {
                assertThat(test.run(kernel, threads).sameBits(got))
                        .as("bits with %s threads", threads)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void addsUpInTheOrderOfTheOthers(Shape shape) {
        ConvTrial test = shape.draw(new Epilogue(true, new Activation.Relu()), true);
        Tensor got = test.run(new PointConv(test.op(), test.known()), 1);
        assertThat(test.run(new PositionLaneConv(test.op(), test.known()), 1).sameBits(got))
                .isTrue();
    }

    private static Kernel chosen(Shape shape) {
        ConvTrial test = shape.draw(Epilogue.NONE, false);
        return CpuKernels.prepare(test.op(), test.known());
    }

    @Test
    void isWhatRunsWhereItPays() {
        List<Integer> dense = List.of(1, 1);
        List<Integer> strided = List.of(2, 2);
        assertThat(chosen(new Shape(1, 64, 56, 56, 256, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 3, 56, 56, 2, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(8, 64, 14, 14, 256, dense))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 64, 56, 56, 128, strided))).isInstanceOf(PointConv.class);
        assertThat(chosen(new Shape(1, 64, 28, 28, 128, strided))).isInstanceOf(FilterLaneConv.class);
        assertThat(chosen(new Shape(1, 64, 1, 1, 128, dense))).isInstanceOf(FilterLaneConv.class);
    }

    @Test
    void refusesWhatItIsNotFor() {
        Random random = new Random(3);
        Tensor image = SmallModels.random(random, 1, 64, 20, 20);
        Tensor weights = SmallModels.random(random, 64, 64, 1, 1);
        Padding one = new Padding.Explicit(List.of(1, 1), List.of(1, 1));
        Window padded = new Window(List.of(1, 1), List.of(), List.of(), one);
        ConvTrial ring = new ConvTrial(new Conv(padded, 1, Epilogue.NONE), Arrays.asList(image, weights, null));
        assertThat(PointConv.accepts(ring.op(), ring.known())).isFalse();
        Conv plain = new Conv(Window.of(1, 1), 1, Epilogue.NONE);
        assertThat(PointConv.accepts(plain, Operands.ofTypes(image.type(), weights.type())))
                .as("weights that the run computes")
                .isFalse();
        Tensor grouped = SmallModels.random(random, 64, 32, 1, 1);
        ConvTrial groups =
                new ConvTrial(new Conv(Window.of(1, 1), 2, Epilogue.NONE), Arrays.asList(image, grouped, null));
        assertThat(PointConv.accepts(groups.op(), groups.known())).isFalse();
        ConvTrial wide = new ConvTrial(
                new Conv(Window.of(3, 3), 1, Epilogue.NONE),
                Arrays.asList(image, SmallModels.random(random, 64, 64, 3, 3), null));
        assertThat(PointConv.accepts(wide.op(), wide.known())).isFalse();
    }
}
