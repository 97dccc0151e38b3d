package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to a channel's sums while they are still in the cache: bias, residual, activation. */
final class Epilogues {
    private Epilogues() {}

    /**
     * Where the sums of a channel are and where its results go: {@code rows} of {@code width} elements, {@code step}
     * apart from {@code at} in the sums, side by side from {@code to} in the results. Both may be the same place.
     */
    record Rows(float[] sums, int at, int step, float[] results, int to, int rows, int width) {
        /** Sums that already stand where the results go. */
        static Rows inPlace(float[] sums, int at, int count) {
            return new Rows(sums, at, count, sums, at, 1, count);
        }
    }

    /** @param in operands of a convolution: bias is number 2, the residual number 3 */
    static void apply(Epilogue epilogue, List<@Nullable Tensor> in, int channel, Rows rows) {
        Stretches.Finish finish = finish(epilogue, in, channel);
        for (int row = 0; row < rows.rows; row++) {
            int from = rows.at + row * rows.step;
            int to = rows.to + row * rows.width;
            MicroKernels.STRETCHES.finish(rows.sums, from, rows.results, to, rows.width, finish);
        }
        activate(epilogue, rows.results, rows.to, rows.to + rows.rows * rows.width);
    }

    /** What is done to the sums of a channel, but for what {@link #activate} does. */
    static Stretches.Finish finish(Epilogue epilogue, List<@Nullable Tensor> in, int channel) {
        Tensor biases = optional(in, 2);
        return new Stretches.Finish(
                biases == null ? 0 : biases.floats()[channel],
                epilogue.residual() ? in.get(3).floats() : null,
                low(epilogue.activation()),
                high(epilogue.activation()));
    }

    /** The same for all of {@code channels} channels, whose results lie side by side. */
    static ChannelLoops.Finish channels(Epilogue epilogue, List<@Nullable Tensor> in, int channels) {
        Tensor biases = optional(in, 2);
        return new ChannelLoops.Finish(
                biases == null ? new float[channels] : biases.floats(),
                epilogue.residual() ? in.get(3).floats() : null,
                low(epilogue.activation()),
                high(epilogue.activation()));
    }

    /** Applies an activation that is more than bounds to {@code rows} stretches of {@code width} results. */
    static void activate(Epilogue epilogue, float[] results, int from, int rows, int pitch, int width) {
        for (int row = 0; row < rows && !isBounds(epilogue.activation()); row++) {
            Activations.apply(epilogue.activation(), results, from + row * pitch, from + row * pitch + width);
        }
    }

    /** Applies an activation that is more than bounds to {@code results[from..to]}. */
    static void activate(Epilogue epilogue, float[] results, int from, int to) {
        if (!isBounds(epilogue.activation())) {
            Activations.apply(epilogue.activation(), results, from, to);
        }
    }

    private static float low(@Nullable Activation activation) {
        if (activation instanceof Activation.Relu) {
            return 0;
        }
        return activation instanceof Activation.Clip clip ? clip.min() : Float.NEGATIVE_INFINITY;
    }

    private static float high(@Nullable Activation activation) {
        return activation instanceof Activation.Clip clip ? clip.max() : Float.POSITIVE_INFINITY;
    }

    /** Whether bounds say everything about {@code activation}. */
    private static boolean isBounds(@Nullable Activation activation) {
        return activation == null || activation instanceof Activation.Relu || activation instanceof Activation.Clip;
    }
}
