package dev.lathe.train.gradient;

import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Lrn;
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
