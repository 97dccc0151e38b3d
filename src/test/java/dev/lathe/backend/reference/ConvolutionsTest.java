package dev.lathe.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.RandomTensors;
import dev.lathe.Tolerance;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolutionsTest {
    private static final Window PLAIN = new Window(List.of(), List.of(), List.of(), Padding.NONE);

    private static float[] floats(Tensor tensor) {
        return Arrays.copyOf(tensor.floats(), tensor.size());
    }

    @Test
    void convOverOneAxisByHand() {
        Window window = new Window(List.of(3), List.of(2), List.of(), new Padding.Explicit(List.of(1), List.of(1)));
        Tensor x = Tensor.of(Shape.of(1, 1, 5), 1f, 2f, 3f, 4f, 5f);
        Tensor w = Tensor.of(Shape.of(1, 1, 3), 1f, 10f, 100f);
        Tensor bias = Tensor.of(Shape.of(1), 0.5f);
        Conv conv = new Conv(window, 1, Epilogue.NONE);
        assertThat(floats(Reference.evaluate(conv, List.of(x, w, bias)).getFirst()))
                .containsExactly(210.5f, 432.5f, 54.5f);
    }

    @Test
    void groupsSeeTheirOwnChannelsOnly() {
        Tensor x = Tensor.of(Shape.of(1, 2, 1, 2), 1f, 2f, 3f, 4f);
        Tensor w = Tensor.of(Shape.of(4, 1, 1, 1), 1f, 2f, 3f, 4f);
        assertThat(floats(Reference.evaluate(new Conv(PLAIN, 2, Epilogue.NONE), List.of(x, w))
                        .getFirst()))
                .containsExactly(1, 2, 2, 4, 9, 12, 12, 16);
    }

    @Test
    void residualIsAddedBeforeTheActivation() {
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 1f, -2f, 3f);
        Tensor w = Tensor.of(Shape.of(1, 1, 1), 1f);
        Tensor bias = Tensor.of(Shape.of(1), 1f);
        Tensor residual = Tensor.of(Shape.of(1, 1, 3), -5f, 4f, 1f);
        Conv conv = new Conv(PLAIN, 1, new Epilogue(true, new Activation.Relu()));
        assertThat(floats(
                        Reference.evaluate(conv, List.of(x, w, bias, residual)).getFirst()))
                .containsExactly(0, 3, 5);
    }

    @Test
    void dilatedConvOverThreeAxesIsALinearMapOfTheKernel() {
        Random random = new Random(3);
        Window window = new Window(List.of(), List.of(1, 2, 1), List.of(2, 1, 2), new Padding.SameUpper());
        Conv conv = new Conv(window, 1, Epilogue.NONE);
        Tensor x = RandomTensors.floats(random, 2, 2, 5, 4, 6);
        Tensor delta = Tensor.zeros(TensorType.float32(Shape.of(1, 2, 3, 1, 3)));
        // A kernel that is 1 at its middle alone picks every second row of the second channel.
        delta.floats()[9 + 4] = 1;
        Tensor y = Reference.evaluate(conv, List.of(x, delta)).getFirst();
        assertThat(y.shape()).isEqualTo(Shape.of(2, 1, 5, 2, 6));
        for (int i = 0; i < y.size(); i++) {
            int w = i % 6;
            int h = i / 6 % 2;
            int d = i / 12 % 5;
            int n = i / 60;
            assertThat(y.floats()[i]).isEqualTo(x.floats()[(((n * 2 + 1) * 5 + d) * 4 + 2 * h) * 6 + w]);
        }
    }

    @Test
    void convIntegerTakesZeroPointsOff() {
        Tensor x = Tensor.of(DType.UINT8, Shape.of(1, 1, 3), new byte[] {(byte) 200, 3, 4});
        Tensor w = Tensor.of(DType.INT8, Shape.of(2, 1, 2), new byte[] {1, -2, 3, 4});
        Tensor xZero = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {2});
        Tensor wZero = Tensor.of(DType.INT8, Shape.of(2), new byte[] {0, 1});
        Window window = new Window(List.of(), List.of(), List.of(), new Padding.Explicit(List.of(0), List.of(1)));
        Tensor y = Reference.evaluate(new ConvInteger(window, 1), List.of(x, w, xZero, wZero))
                .getFirst();
        assertThat(y.ints()).containsExactly(198 - 2, 1 - 4, 2, 2 * 198 + 3, 2 + 6, 4);
    }

    @Test
    void qLinearConvRoundsTiesToEvenAndSaturates() {
        Tensor x = Tensor.of(DType.UINT8, Shape.of(1, 1, 4), new byte[] {1, 3, 5, (byte) 255});
        Tensor w = Tensor.of(DType.INT8, Shape.of(2, 1, 1), new byte[] {1, 1});
        Tensor zero = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[1]);
        Tensor wZero = Tensor.of(DType.INT8, Shape.SCALAR, new byte[1]);
        Tensor wScale = Tensor.of(Shape.of(2), 0.5f, 2f);
        Tensor yZero = Tensor.of(DType.UINT8, Shape.SCALAR, new byte[] {10});
        Tensor bias = Tensor.of(Shape.of(2), 0, -20);
        Tensor one = Tensor.scalar(1f);
        Tensor y = Reference.evaluate(
                        new QLinearConv(PLAIN, 1), List.of(x, one, zero, w, wScale, wZero, one, yZero, bias))
                .getFirst();
        // 0.5, 1.5, 2.5 and 127.5 go to the even neighbour; the second filter runs out of range on both sides.
        assertThat(y.bytes()).containsExactly(10, 12, 12, (byte) 138, 0, 0, 0, (byte) 255);
    }

    @Test
    void convTransposeOverOneAxisByHand() {
        Window window = new Window(List.of(), List.of(2), List.of(), Padding.NONE);
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 1f, 2f, 3f);
        Tensor w = Tensor.of(Shape.of(1, 1, 3), 1f, 10f, 100f);
        ConvTranspose op = new ConvTranspose(window, 1, List.of(1), List.of());
        assertThat(floats(Reference.evaluate(op, List.of(x, w)).getFirst()))
                .containsExactly(1, 10, 102, 20, 203, 30, 300, 0);
        ConvTranspose shaped = new ConvTranspose(window, 1, List.of(), List.of(4));
        assertThat(floats(Reference.evaluate(shaped, List.of(x, w)).getFirst())).containsExactly(102, 20, 203, 30);
    }

    /** The inner product of y with conv(x) is that of convTranspose(y) with x, whatever the window and groups. */
    @Test
    void convTransposeIsTheAdjointOfConv() {
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            int groups = 1 + random.nextInt(3);
            Padding padding = new Padding.Explicit(List.of(random.nextInt(3), 1), List.of(1, random.nextInt(3)));
            List<Integer> strides = List.of(1 + random.nextInt(3), 1 + random.nextInt(3));
            Window window = new Window(List.of(), strides, List.of(1 + random.nextInt(2), 1), padding);
            Tensor x = RandomTensors.floats(random, 2, 2 * groups, 7, 8);
            Tensor w = RandomTensors.floats(random, 3 * groups, 2, 1 + random.nextInt(3), 2);
            Tensor forward = Reference.evaluate(new Conv(window, groups, Epilogue.NONE), List.of(x, w))
                    .getFirst();
            Tensor y = RandomTensors.of(random, DType.FLOAT32, forward.shape());
            // What a strided window leaves over at the end comes back as output padding.
            int restH = 7
                    + padded(padding, 0)
                    - window.dilations().getFirst() * (w.shape().dim(2) - 1)
                    - 1;
            int restW = 8 + padded(padding, 1) - 2;
            List<Integer> rest = List.of(restH % strides.get(0), restW % strides.get(1));
            Tensor back = Reference.evaluate(new ConvTranspose(window, groups, rest, List.of()), List.of(y, w))
                    .getFirst();
            assertThat(back.shape()).isEqualTo(x.shape());
            double left = inner(y, forward);
            double right = inner(back, x);
            double magnitude = inner(RandomTensors.absolute(back), RandomTensors.absolute(x))
                    + inner(RandomTensors.absolute(y), RandomTensors.absolute(forward));
            // Each factor was rounded once to single precision.
            Tolerance.assertClose(Tensor.scalar((float) left), Tensor.scalar((float) right), 4, magnitude);
        }
    }

    private static int padded(Padding padding, int axis) {
        return padding instanceof Padding.Explicit(List<Integer> begin, List<Integer> end)
                ? begin.get(axis) + end.get(axis)
                : 0;
    }

    private static double inner(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.doubleAt(i) * b.doubleAt(i);
        }
        return sum;
    }

    @Test
    void anEmptyBatchGivesAnEmptyResult() {
        Tensor x = RandomTensors.floats(new Random(1), 0, 2, 5);
        Tensor w = RandomTensors.floats(new Random(1), 3, 2, 3);
        assertThat(Reference.evaluate(new Conv(PLAIN, 1, Epilogue.NONE), List.of(x, w))
                        .getFirst()
                        .shape())
                .isEqualTo(Shape.of(0, 3, 3));
    }
}
