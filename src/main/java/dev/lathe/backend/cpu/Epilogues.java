package dev.lathe.backend.cpu;

import dev.lathe.op.Activation;
import dev.lathe.op.Epilogue;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to a channel's sums while they are still in the cache: bias, residual, activation. */
final class Epilogues {
    private Epilogues() {}

    /**
     * Finishes {@code y[from..to]}, sums of one channel.
     *
     * @param in operands of a convolution: bias is number 2, the residual number 3
     */
    static void apply(Epilogue epilogue, List<@Nullable Tensor> in, int channel, float[] y, int from, int to) {
        Tensor biases = in.size() > 2 ? in.get(2) : null;
        float bias = biases == null ? 0 : biases.floats()[channel];
        if (epilogue.residual()) {
            float[] residual = in.get(3).floats();
            for (int i = from; i < to; i++) {
                y[i] = y[i] + bias + residual[i];
            }
        } else if (epilogue.activation() instanceof Activation.Relu) {
            for (int i = from; i < to; i++) {
                y[i] = Math.max(y[i] + bias, 0);
            }
            return;
        } else if (bias != 0) {
            for (int i = from; i < to; i++) {
                y[i] += bias;
            }
        }
        if (epilogue.activation() != null) {
            Activations.apply(epilogue.activation(), y, from, to);
        }
    }
}
