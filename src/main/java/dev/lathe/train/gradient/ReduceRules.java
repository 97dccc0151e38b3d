package dev.lathe.train.gradient;

import dev.lathe.op.Binary;
import dev.lathe.op.Operands;
import dev.lathe.op.Reduce;
import dev.lathe.op.Softmax;
import dev.lathe.op.Unary;
import dev.lathe.tensor.Shape;
import java.util.stream.IntStream;

/** Derivatives of reductions and of softmax. */
final class ReduceRules {
    private ReduceRules() {}

    static void reduce(Reduce op, Step step) {
        Operands operands = step.f().sketch().operands(step.node());
        boolean[] reduced = op.reduced(step.shape(0), operands.valueOrNull(1));
        int[] axes = IntStream.range(0, reduced.length).filter(i -> reduced[i]).toArray();
        reduce(op.function(), axes, step);
    }

    /** As a reduction over {@code axes}, whether or not the result keeps them. */
    static void reduce(Reduce.Function function, int[] axes, Step step) {
        Arithmetic f = step.f();
        Shape shape = step.shape(0);
        Shape narrow = shape;
        for (int axis : axes) {
            narrow = narrow.with(axis, 1);
        }
        String dy = f.reshape(step.gradient(), narrow);
        String x = step.in(0);
        String y = f.reshape(step.out(), narrow);
        int count = shape.size() / Math.max(1, narrow.size());
        step.give(
                0,
                switch (function) {
                    case SUM -> dy;
                    case MEAN -> f.times(dy, 1.0 / count);
                    case MAX, MIN -> extreme(step, dy, y, axes);
                    case L1 -> f.times(f.unary(Unary.Function.SIGN, x), dy);
                    case L2 -> f.times(x, f.only(f.above(y, 0), f.over(dy, y)));
                    case LOG_SUM -> f.times(dy, f.exp(f.negative(y)));
                    case LOG_SUM_EXP -> f.times(dy, f.exp(f.minus(x, y)));
                    case SUM_SQUARE -> f.times(x, f.times(dy, 2));
                    case PROD -> throw step.refusal("ReduceProd has no rule");
                });
    }

    /** Those that equal the extreme share evenly. */
    private static String extreme(Step step, String dy, String y, int[] axes) {
        Arithmetic f = step.f();
        String equal = f.count(f.binary(Binary.Function.EQUAL, step.in(0), y));
        return f.times(equal, f.over(dy, f.sum(equal, axes)));
    }

    /** y·(dy - sum(y·dy)), or dy - exp(y)·sum(dy) of the logarithm. */
    static void softmax(Softmax op, Step step) {
        Arithmetic f = step.f();
        int first = step.shape(0).axis(op.axis());
        int last = op.flatten() ? step.shape(0).rank() : first + 1;
        int[] axes = IntStream.range(first, last).toArray();
        String dy = step.gradient();
        String y = step.out();
        step.give(
                0,
                op.log()
                        ? f.minus(dy, f.times(f.exp(y), f.sum(dy, axes)))
                        : f.times(y, f.minus(dy, f.sum(f.times(y, dy), axes))));
    }
}
