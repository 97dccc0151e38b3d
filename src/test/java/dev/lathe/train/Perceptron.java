package dev.lathe.train;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A perceptron of two layers with cross-entropy and its gradients by hand. Inputs are centred by their mean, that of
 * the batch or the moving average; hidden values drop out by the seed of the batch.
 */
record Perceptron(int inputs, int hidden, int classes, double dropout) implements TrainingStep {
    Parameters initial(long seed) {
        return new Parameters(List.of(
                new Parameter("mean", Parameter.Role.STATISTIC, Tensor.of(Shape.of(inputs), new float[inputs])),
                new Parameter("w1", Parameter.Role.TRAINED, random(Shape.of(hidden, inputs), new Random(seed))),
                new Parameter("b1", Parameter.Role.TRAINED, Tensor.of(Shape.of(hidden), new float[hidden])),
                new Parameter("w2", Parameter.Role.TRAINED, random(Shape.of(classes, hidden), new Random(~seed))),
                new Parameter("b2", Parameter.Role.TRAINED, Tensor.of(Shape.of(classes), new float[classes]))));
    }

    private static Tensor random(Shape shape, Random random) {
        float[] values = new float[shape.size()];
        double scale = Math.sqrt(2.0 / shape.dim(1));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return Tensor.of(shape, values);
    }

    @Override
    public StepResult run(Parameters weights, Batch batch) {
        float[] mean = new float[inputs];
        float[] x = batch.images().floats();
        for (int i = 0; i < batch.size() * inputs; i++) {
            mean[i % inputs] += x[i] / batch.size();
        }
        Pass pass = new Pass(weights, batch, mean, new SplittableRandom(batch.seed()));
        return new StepResult(
                pass.loss / batch.size(),
                pass.logits(),
                pass.gradients,
                Map.of("mean", Tensor.of(Shape.of(inputs), mean)));
    }

    @Override
    public Outcome evaluate(Parameters weights, Batch batch) {
        float[] mean = weights.get("mean").tensor().floats();
        Pass pass = new Pass(weights, batch, mean, null);
        return new Outcome(pass.loss / batch.size(), pass.logits());
    }

    /** One batch there and back. */
    private final class Pass {
        private final Map<String, Tensor> gradients = new LinkedHashMap<>();
        private final Map<String, Tensor> weights;
        private final float[] logits;
        private double loss;

        Pass(Parameters parameters, Batch batch, float[] mean, @Nullable SplittableRandom drops) {
            weights = parameters.tensors();
            weights.forEach((name, tensor) -> gradients.put(name, Tensor.zeros(tensor.type())));
            logits = new float[batch.size() * classes];
            for (int image = 0; image < batch.size(); image++) {
                double[] x = new double[inputs];
                for (int i = 0; i < inputs; i++) {
                    x[i] = batch.images().floats()[image * inputs + i] - mean[i];
                }
                double[] keep = new double[hidden];
                for (int h = 0; h < hidden; h++) {
                    boolean dropped = drops != null && drops.nextDouble() < dropout;
                    keep[h] = drops == null ? 1 : dropped ? 0 : 1 / (1 - dropout);
                }
                image(image, x, keep, new Target(batch.labels()[image], batch.size()));
            }
        }

        private record Target(int label, int images) {}

        Tensor logits() {
            return Tensor.of(Shape.of(logits.length / classes, classes), logits);
        }

        private float[] w(String name) {
            return weights.get(name).floats();
        }

        private void image(int image, double[] x, double[] keep, Target target) {
            double[] h = layer("w1", "b1", x, hidden);
            double[] slope = new double[hidden];
            for (int i = 0; i < hidden; i++) {
                slope[i] = h[i] > 0 ? keep[i] : 0;
                h[i] *= slope[i];
            }
            double[] z = layer("w2", "b2", h, classes);
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                logits[image * classes + k] = (float) z[k];
                sum += StrictMath.exp(z[k]);
            }
            loss += StrictMath.log(sum) - z[target.label];
            double[] dz = new double[classes];
            double[] dh = new double[hidden];
            for (int k = 0; k < classes; k++) {
                dz[k] = (StrictMath.exp(z[k]) / sum - (k == target.label ? 1 : 0)) / target.images;
                for (int i = 0; i < hidden; i++) {
                    dh[i] += dz[k] * w("w2")[k * hidden + i] * slope[i];
                }
            }
            add("w2", "b2", dz, h);
            add("w1", "b1", dh, x);
        }

        private double[] layer(String w, String b, double[] x, int outputs) {
            double[] y = new double[outputs];
            for (int o = 0; o < outputs; o++) {
                y[o] = w(b)[o];
                for (int i = 0; i < x.length; i++) {
                    y[o] += w(w)[o * x.length + i] * x[i];
                }
            }
            return y;
        }

        private void add(String w, String b, double[] dy, double[] x) {
            for (int o = 0; o < dy.length; o++) {
                gradients.get(b).floats()[o] += (float) dy[o];
                for (int i = 0; i < x.length; i++) {
                    gradients.get(w).floats()[o * x.length + i] += (float) (dy[o] * x[i]);
                }
            }
        }
    }
}
