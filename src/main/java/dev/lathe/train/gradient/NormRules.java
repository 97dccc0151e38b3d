package dev.lathe.train.gradient;

import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.BatchNormalizationGradient;
import dev.lathe.op.Lrn;
import dev.lathe.op.Moments;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import java.util.List;

/** Derivatives of normalisations. */
final class NormRules {
    private static final int SCALE = 1;
    private static final int BIAS = 2;
    private static final int MEAN = 3;
    private static final int VARIANCE = 4;

    private NormRules() {}

    /**
     * By all five operands, the statistics too: where they are computed from x, their gradients go on to it. (Ioffe and
     * Szegedy, <i>Batch Normalization</i>, 2015, section 3.)
     */
    static void batchNormalization(BatchNormalization op, Step step) {
        if (isOfBatch(step)) {
            ofBatch(op, step);
            return;
        }
        Arithmetic f = step.f();
        int rank = step.shape(0).rank();
        String dy = step.gradient();
        String deviation = f.sqrt(f.plus(step.in(VARIANCE), op.epsilon()));
        String factor = f.over(step.in(SCALE), deviation);
        if (step.wants(0)) {
            step.give(0, f.times(dy, f.alongChannels(factor, rank)));
        }
        String sum = f.perChannel(dy);
        step.give(BIAS, sum);
        if (step.wants(MEAN)) {
            step.give(MEAN, f.negative(f.times(sum, factor)));
        }
        if (step.wants(SCALE) || step.wants(VARIANCE)) {
            String centred = f.minus(step.in(0), f.alongChannels(step.in(MEAN), rank));
            String met = f.over(f.perChannel(f.times(dy, centred)), deviation);
            step.give(SCALE, met);
            if (step.wants(VARIANCE)) {
                String slope = f.over(factor, f.plus(step.in(VARIANCE), op.epsilon()));
                step.give(VARIANCE, f.times(f.times(f.times(met, deviation), slope), -0.5));
            }
        }
    }

    /** Whether the statistics are those of x, so that their derivatives go to x and nowhere else. */
    private static boolean isOfBatch(Step step) {
        Node moments = step.f().sketch().producer(step.in(MEAN));
        return moments != null
                && moments.op() instanceof Moments
                && moments.input(0).equals(step.in(0))
                && moments.outputs().equals(List.of(step.in(MEAN), step.in(VARIANCE)));
    }

    private static void ofBatch(BatchNormalization op, Step step) {
        BatchNormalizationGradient gradient = new BatchNormalizationGradient(op.epsilon());
        List<String> found = step.f()
                .sketch()
                .apply(gradient, 3, step.gradient(), step.in(0), step.in(SCALE), step.in(MEAN), step.in(VARIANCE));
        step.give(0, found.get(0));
        step.give(SCALE, found.get(1));
        step.give(BIAS, found.get(2));
    }

    /** dx = (dmean + dvariance·2·(x - mean))/N: the mean's own share of the variance's derivative is 0. */
    static void moments(Step step) {
        Arithmetic f = step.f();
        Shape x = step.shape(0);
        double share = 1.0 / Math.max(1, Moments.count(x));
        if (step.hasGradient(0)) {
            step.give(0, f.alongChannels(f.times(step.gradient(0), share), x.rank()));
        }
        if (step.hasGradient(1)) {
            String centred = f.minus(step.in(0), f.alongChannels(step.out(0), x.rank()));
            String slope = f.alongChannels(f.times(step.gradient(1), 2 * share), x.rank());
            step.give(0, f.times(centred, slope));
        }
    }

    /**
     * dx = dy·s^-beta - 2·alpha·beta·x·mean(dy·x·s^(-beta-1)) with s = bias + alpha·mean(x²), where the first mean is
     * over the channels that see this one and the second over those that it sees. (Krizhevsky et al., <i>ImageNet
     * classification</i>, 2012, section 3.3.)
     */
    static void lrn(Lrn op, Step step) {
        Arithmetic f = step.f();
        String dy = step.gradient();
        String x = step.in(0);
        String seen = mean(f, op.size(), op.before(), op.after(), f.square(x));
        String s = f.plus(f.times(seen, op.alpha()), op.bias());
        String scaled = f.times(dy, f.power(s, -op.beta()));
        String seeing = mean(f, op.size(), op.after(), op.before(), f.over(f.times(scaled, x), s));
        double factor = 2.0 * op.alpha() * op.beta();
        step.give(0, f.minus(scaled, f.times(f.times(x, seeing), factor)));
    }

    /** Along the channels, those that are missing being 0; channels become rows of a plane to be pooled. */
    private static String mean(Arithmetic f, int size, int before, int after, String x) {
        Shape shape = f.shape(x);
        Shape plane = Shape.of(shape.dim(0), 1, shape.dim(1), shape.product(2, shape.rank()));
        Padding padding = new Padding.Explicit(List.of(before, 0), List.of(after, 0));
        Window window = new Window(List.of(size, 1), List.of(), List.of(), padding);
        Pool pool = new Pool(Pool.Kind.AVERAGE, window, false, true, 2, false);
        return f.reshape(f.sketch().apply(pool, f.reshape(x, plane)), shape);
    }
}
