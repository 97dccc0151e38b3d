package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions whose results are part of a wider image. */
class PlaceTest {
    private static final float MARK = -7;
    private static final int FIRST = 5;
    private static final int MORE = 9;

    private static ConvTrial draw(int filters, int kernel, Activation activation) {
        int[] image = {2, 20, 9, 11};
        int[] w = {filters, 20, kernel, kernel};
        return ConvTrial.draw(
                new Random(filters), Window.of(kernel, kernel), new Epilogue(false, activation), true, image, w);
    }

    private static void staysThere(ConvTrial test, Function<Place, Kernel> kernel) {
        Shape results = test.expected().shape();
        staysThere(test.operands(), results.dim(1), results.size() / results.dim(1), kernel);
    }

    /** Asserts that a kernel gives in a place what it gives alone, and writes nothing else. */
    private static void staysThere(
            List<@Nullable Tensor> operands, int filters, int positions, Function<Place, Kernel> kernel) {
        Place place = new Place(filters + MORE, FIRST);
        float[] alone = run(kernel.apply(Place.alone(filters)), operands, positions * filters);
        float[] placed = run(kernel.apply(place), operands, positions * place.pitch());
        float[] wanted = new float[placed.length];
        Arrays.fill(wanted, MARK);
        for (int position = 0; position < positions; position++) {
            System.arraycopy(alone, position * filters, wanted, place.at(position), filters);
        }
        assertThat(placed).isEqualTo(wanted);
    }

    private static float[] run(Kernel kernel, List<@Nullable Tensor> operands, int size) {
        Tensor results = Tensor.zeros(TensorType.float32(Shape.of(size)));
        Arrays.fill(results.floats(), MARK);
        try (WorkerPool workers = new WorkerPool(3)) {
            kernel.run(operands, Arrays.asList(results), workers);
        }
        return results.floats();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 32, 70})
    void directConv(int filters) {
        for (Activation activation : List.of(new Activation.Relu(), new Activation.LeakyRelu(0.1f))) {
            ConvTrial test = draw(filters, 3, activation);
            staysThere(test, place -> new DirectConv(test.op(), test.known(), place));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 32, 70})
    void winogradConv(int filters) {
        for (Activation activation : List.of(new Activation.Relu(), new Activation.LeakyRelu(0.1f))) {
            ConvTrial test = draw(filters, 3, activation);
            staysThere(test, place -> new WinogradConv(test.op(), test.known(), MicroKernels.WINOGRAD_FOUR, place));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 32, 70})
    void sparseConv(int filters) {
        for (Activation activation : List.of(new Activation.Relu(), new Activation.LeakyRelu(0.1f))) {
            ConvTrial test = draw(filters, 1, activation);
            staysThere(test, place -> new SparseConv(test.op(), test.known(), MicroKernels.SPARSE, place));
        }
    }

    @Test
    void chainConv() {
        ConvTrial first = draw(24, 1, new Activation.Relu());
        Tensor a = first.expected();
        Random random = new Random(3);
        Epilogue relu = new Epilogue(false, new Activation.Relu());
        ConvTrial second =
                ConvTrial.draw(random, Window.of(3, 3), relu, true, a.shape().dims(), new int[] {18, 24, 3, 3});
        Tensor b = second.expected();
        ConvTrial third =
                ConvTrial.draw(random, Window.of(1, 1), relu, true, b.shape().dims(), new int[] {70, 18, 1, 1});
        List<Conv> ops = List.of(first.op(), second.op(), third.op());
        List<Operands> known = List.of(first.known(), second.known(), third.known());
        List<@Nullable Tensor> operands = new ArrayList<>(first.operands());
        operands.addAll(
                Arrays.asList(null, second.operands().get(1), second.operands().get(2)));
        operands.addAll(
                Arrays.asList(null, third.operands().get(1), third.operands().get(2)));
        int positions = b.size() / b.shape().dim(1);
        staysThere(operands, 70, positions, place -> new ChainConv(ops, known, place));
    }

    @Test
    void theFirstFilterOfAPositionLiesAPitchAfterThatOfTheLast() {
        assertThat(new Place(12, 4).at(3)).isEqualTo(40);
        assertThat(Place.alone(12).at(3)).isEqualTo(36);
    }
}
