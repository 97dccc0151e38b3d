package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three convolutions as one against the nested loops one after the other. */
class ChainConvTest {
    private static final Epilogue RELU6 = new Epilogue(false, new Activation.Clip(0, 6));

    /**
     * @param image images, channels, lines, columns
     * @param first of the first convolution
     * @param widths channels after the first, the second and the third convolution
     * @param window kernel, stride, dilation of the second along both axes, then its padding at all four sides
     */
    private record Chain(int[] image, Window first, int[] widths, List<List<Integer>> window, boolean depthwise) {
        Chain(int[] image, int[] widths, List<List<Integer>> window, boolean depthwise) {
            this(image, Window.of(1, 1), widths, window, depthwise);
        }

        Conv core() {
            Padding padding = new Padding.Explicit(window.get(3), window.get(4));
            Window view = new Window(window.get(0), window.get(1), window.get(2), padding);
            return new Conv(view, depthwise ? widths[0] : 1, RELU6);
        }
    }

    private static List<List<Integer>> window(
            List<Integer> kernel,
            List<Integer> stride,
            List<Integer> dilation,
            List<Integer> begin,
            List<Integer> end) {
        return List.of(kernel, stride, dilation, begin, end);
    }

    private static Stream<Chain> chains() {
        List<Integer> one = List.of(1, 1);
        List<Integer> two = List.of(2, 2);
        List<Integer> none = List.of(0, 0);
        List<Integer> three = List.of(3, 3);
        int[] large = {1, 5, 61, 47};
        return Stream.of(
                new Chain(large, new int[] {40, 40, 9}, window(three, one, one, one, one), true),
                new Chain(large, new int[] {40, 40, 70}, window(three, two, one, one, one), true),
                new Chain(new int[] {3, 17, 9, 14}, new int[] {33, 33, 17}, window(three, one, two, two, two), true),
                new Chain(
                        new int[] {2, 3, 8, 5}, new int[] {7, 7, 4}, window(List.of(2, 5), one, one, none, two), true),
                new Chain(large, new int[] {33, 18, 65}, window(three, one, one, one, one), false),
                new Chain(large, new int[] {40, 40, 9}, window(two, three, one, none, none), true),
                new Chain(large, new int[] {40, 18, 9}, window(one, two, one, none, none), false),
                new Chain(new int[] {3, 17, 13, 14}, new int[] {9, 40, 17}, window(three, two, one, none, one), false),
                new Chain(
                        new int[] {1, 4, 6, 200},
                        new int[] {16, 5, 3},
                        window(List.of(1, 5), one, two, two, two),
                        false),
                new Chain(new int[] {2, 8, 1, 1}, new int[] {20, 20, 8}, window(three, one, one, one, one), false),
                new Chain(
                        new int[] {2, 3, 41, 46},
                        new Window(three, two, List.of(), new Padding.Explicit(one, one)),
                        new int[] {33, 33, 9},
                        window(three, one, one, one, one),
                        true),
                new Chain(
                        new int[] {1, 5, 33, 30},
                        new Window(List.of(1, 5), List.of(), two, new Padding.Explicit(none, List.of(0, 3))),
                        new int[] {16, 16, 40},
                        window(three, two, one, none, one),
                        true));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void agreesWithOneAfterTheOther(Chain chain) {
        Random random = new Random(Arrays.hashCode(chain.widths));
        int[] kernel = chain.window.get(0).stream().mapToInt(Integer::intValue).toArray();
        int[] w = chain.widths;
        List<Integer> taps = chain.first.kernel();
        int[] filters = {w[0], chain.image[1], taps.get(0), taps.get(1)};
        ConvTrial first = ConvTrial.draw(random, chain.first, RELU6, true, chain.image, filters);
        Tensor a = first.expected();
        Tensor core = SmallModels.random(random, w[1], chain.depthwise ? 1 : w[0], kernel[0], kernel[1]);
        ConvTrial second = new ConvTrial(chain.core(), Arrays.asList(a, core, SmallModels.random(random, w[1])));
        Tensor b = second.expected();
        Epilogue sum = new Epilogue(true, new Activation.LeakyRelu(0.1f));
        ConvTrial third =
                ConvTrial.draw(random, Window.of(1, 1), sum, true, b.shape().dims(), new int[] {w[2], w[1], 1, 1});
        third.operands().set(0, b);
        Tensor wanted = third.expected();

        List<Conv> ops = List.of(first.op(), second.op(), third.op());
        List<Operands> known = List.of(first.known(), second.known(), third.known());
        List<@Nullable Tensor> operands = new ArrayList<>(first.operands());
        operands.addAll(second.operands());
        operands.addAll(third.operands());
        operands.set(first.operands().size(), null);
        operands.set(first.operands().size() + second.operands().size(), null);
        List<Integer> images = List.of(0, operands.size() - 1);
        ChainConv kernelOfAll = new ChainConv(ops, known, third.place());
        Tensor got = ConvTrial.runChannelsLast(kernelOfAll, operands, images, wanted.type(), 1);
        // what the roundings of a convolution become is at most summed up by the next
        int roundings = first.roundings() + second.roundings() + third.roundings();
        Tolerance.assertClose(got, wanted, roundings, magnitude(first, second, third));
        assertThat(ConvTrial.runChannelsLast(kernelOfAll, operands, images, wanted.type(), 3)
                        .sameBits(got))
                .as("bits with other threads")
                .isTrue();
        int residual = operands.size() - 1;
        assertThat(ConvTrial.runOver(kernelOfAll, operands, images, residual, 3).sameBits(got))
                .as("bits of results over the residual")
                .isTrue();
    }

    /** What the results would be were all terms positive. */
    private static Tensor magnitude(ConvTrial first, ConvTrial second, ConvTrial third) {
        List<@Nullable Tensor> middle = new ArrayList<>(second.operands());
        middle.set(0, first.magnitude());
        List<@Nullable Tensor> last = new ArrayList<>(third.operands());
        last.set(0, new ConvTrial(second.op(), middle).magnitude());
        return new ConvTrial(third.op(), last).magnitude();
    }

    @Test
    void joinsWhereWhatLiesBetweenIsLarge() {
        assertThat(joins(112, 16, 96, 1, Epilogue.NONE)).isTrue();
        assertThat(joins(14, 16, 96, 1, Epilogue.NONE)).as("small images").isFalse();
        assertThat(joins(112, 3, 32, 3, Epilogue.NONE)).as("any window").isTrue();
        assertThat(joins(112, 16, 96, 3, Epilogue.NONE))
                .as("the first is a sum that Winograd's method makes shorter")
                .isFalse();
        assertThat(joins(112, 16, 96, 1, new Epilogue(true, null)))
                .as("a residual between")
                .isFalse();
    }

    private static boolean joins(int extent, int channels, int wide, int kernel, Epilogue epilogue) {
        Random random = new Random(1);
        Padding pad = new Padding.Explicit(List.of(kernel / 2, kernel / 2), List.of(kernel / 2, kernel / 2));
        Window window = new Window(List.of(kernel, kernel), List.of(), List.of(), pad);
        int[] image = {1, channels, extent, extent};
        ConvTrial first =
                ConvTrial.draw(random, window, epilogue, true, image, new int[] {wide, channels, kernel, kernel});
        Tensor a = Tensor.zeros(
                Reference.evaluate(first.op(), first.operands()).get(0).type());
        Window three =
                new Window(List.of(3, 3), List.of(), List.of(), new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        ConvTrial second = new ConvTrial(
                new Conv(three, wide, RELU6), Arrays.asList(a, SmallModels.random(random, wide, 1, 3, 3), null));
        ConvTrial third = new ConvTrial(
                new Conv(Window.of(1, 1), 1, Epilogue.NONE),
                Arrays.asList(a, SmallModels.random(random, channels, wide, 1, 1), null));
        return ChainShape.joins(
                List.of(first.op(), second.op(), third.op()),
                List.of(first.known(), second.known(), third.known()),
                WinogradChoice.MODEL);
    }
}
