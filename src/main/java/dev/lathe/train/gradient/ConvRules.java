package dev.lathe.train.gradient;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Derivatives of convolutions. */
final class ConvRules {
    private ConvRules() {}

    static void conv(Conv op, Step step) {
        if (!op.epilogue().equals(Epilogue.NONE)) {
            throw step.refusal("it has a fused epilogue; gradients come before passes");
        }
        Geometry geometry = op.geometry(step.shape(0), step.shape(1));
        if (IntStream.concat(Arrays.stream(geometry.padBegin()), Arrays.stream(geometry.padEnd()))
                .anyMatch(pad -> pad < 0)) {
            throw step.refusal("its pads crop, wanted 0 or more");
        }
        Correlations correlations = new Correlations(step.f(), geometry, op.groups());
        String dy = step.gradient();
        if (step.wants(0)) {
            step.give(0, correlations.image(dy, step.in(1)));
        }
        if (step.wants(1)) {
            step.give(1, correlations.weights(step.in(0), dy));
        }
        bias(step, dy);
    }

    /** The image of the convolution that this one is the derivative of is its result, and the field its x. */
    static void convTranspose(ConvTranspose op, Step step) {
        Geometry geometry = op.geometry(step.shape(0), step.shape(1));
        Correlations correlations = new Correlations(step.f(), geometry, op.groups());
        String dy = step.gradient();
        if (step.wants(0)) {
            step.give(0, correlations.field(dy, step.in(1)));
        }
        if (step.wants(1)) {
            step.give(1, correlations.weights(dy, step.in(0)));
        }
        bias(step, dy);
    }

    private static void bias(Step step, String dy) {
        if (step.wants(2)) {
            step.give(2, step.f().perChannel(dy));
        }
    }
}
