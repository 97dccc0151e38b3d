package dev.lathe.op;

import static dev.lathe.op.Check.check;

import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;

/**
 * Inference dropout: the first result is x (FLOAT32) itself, the second a BOOL mask of ones. Optional operand 1, the
 * ratio, is ignored; optional BOOL operand 2, training mode, must be known and false.
 */
public record Dropout() implements Op {
    private static final int RATIO = 1;
    private static final int TRAINING_MODE = 2;

    @Override
    public Set<Integer> parameters() {
        return Set.of(TRAINING_MODE);
    }

    /** @throws UnsupportedException in training mode */
    @Override
    public List<TensorType> infer(Operands in) {
        Check.count(this, in, 1, 3);
        Check.dtype(this, in, 0, DType.FLOAT32);
        if (in.has(RATIO)) {
            Check.dtype(this, in, RATIO, DType.FLOAT32);
        }
        if (in.has(TRAINING_MODE)) {
            Check.dtype(this, in, TRAINING_MODE, DType.BOOL);
            Tensor training = in.value(TRAINING_MODE, "training_mode");
            check(this, training.size() == 1, "operand 2 (training_mode) is %s, wanted a scalar", training.type());
            if (training.longAt(0) != 0) {
                throw new UnsupportedException("Dropout: operand 2 (training_mode) is true, wanted false");
            }
        }
        return List.of(in.type(0), new TensorType(DType.BOOL, in.shape(0)));
    }
}
