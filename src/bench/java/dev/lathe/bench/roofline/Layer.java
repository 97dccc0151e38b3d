package dev.lathe.bench.roofline;

import dev.lathe.op.Conv;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.stream.IntStream;

/**
 * One node of a network with the types of its operands.
 *
 * @param follows whether the layer before gives its result to this one and nobody else
 */
record Layer(String name, boolean follows, Op op, Operands operands) {
    boolean isConv() {
        return op instanceof Conv;
    }

    /** Multiply-adds of a convolution as it is defined; 0 of anything else. */
    double macs() {
        if (!isConv()) {
            return 0;
        }
        Shape w = operands.shape(1);
        Shape y = op.infer(operands).getFirst().shape();
        return (double) y.size() * w.product(1, w.rank());
    }

    /** Bytes of all operands and results. */
    double bytes() {
        double read = IntStream.range(0, operands.count())
                .filter(operands::has)
                .mapToDouble(i -> operands.type(i).bytes())
                .sum();
        return read + op.infer(operands).stream().mapToDouble(TensorType::bytes).sum();
    }
}
