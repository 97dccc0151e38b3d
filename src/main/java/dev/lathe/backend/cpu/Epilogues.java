package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to a convolution's sums while they are still in the cache: bias, residual, activation. */
final class Epilogues {
    private Epilogues() {}

    /**
     * Finishes sums of one channel, {@code data[from..to]}, in place.
     *
     * @param in operands of a convolution: bias is number 2, the residual number 3
     */
    static void apply(Epilogue epilogue, List<@Nullable Tensor> in, int channel, float[] data, int from, int to) {
        Tensor biases = optional(in, 2);
        float bias = biases == null ? 0 : biases.floats()[channel];
        for (int i = from; i < to; i++) {
            data[i] += bias;
        }
        if (epilogue.residual()) {
            float[] residual = in.get(3).floats();
            for (int i = from; i < to; i++) {
                data[i] += residual[i];
            }
        }
        Activation activation = epilogue.activation();
        if (activation != null) {
            Activations.apply(activation, data, from, to);
        }
    }

    /** The same for {@code channels} channels whose results lie side by side, but for what {@link #activate} does. */
    static ChannelLoops.Finish channels(Epilogue epilogue, List<@Nullable Tensor> in, int channels) {
        Tensor biases = optional(in, 2);
        return new ChannelLoops.Finish(
                biases == null ? new float[channels] : biases.floats(),
                epilogue.residual() ? in.get(3).floats() : null,
                low(epilogue.activation()),
                epilogue.activation() instanceof Activation.Clip clip ? clip.max() : Float.POSITIVE_INFINITY);
    }

    /** Applies an activation that is more than bounds to {@code rows} stretches of {@code width} results. */
    static void activate(Epilogue epilogue, float[] results, int from, int rows, int pitch, int width) {
        Activation activation = epilogue.activation();
        if (activation == null || isBounds(activation)) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            Activations.apply(activation, results, from + row * pitch, from + row * pitch + width);
        }
    }

    private static float low(@Nullable Activation activation) {
        if (activation instanceof Activation.Relu) {
            return 0;
        }
        return activation instanceof Activation.Clip clip ? clip.min() : Float.NEGATIVE_INFINITY;
    }

    /** Whether bounds say everything about {@code activation}. */
    private static boolean isBounds(Activation activation) {
        return activation instanceof Activation.Relu || activation instanceof Activation.Clip;
    }
}
