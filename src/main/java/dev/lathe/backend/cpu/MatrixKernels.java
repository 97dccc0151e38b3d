package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.optional;

import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import dev.lathe.op.Operands;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Fully connected layers and matrix products. */
final class MatrixKernels {
    private MatrixKernels() {}

    static Kernel gemm(Gemm op, Operands operands) {
        if (operands.dtype(0) != DType.FLOAT32) {
            return CpuKernels.plain(op);
        }
        Shape result = op.infer(operands).get(0).shape();
        int m = result.dim(0);
        int n = result.dim(1);
        int k = operands.shape(0).dim(op.transposeA() ? 0 : 1);
        MatrixProduct product = new MatrixProduct(
                m,
                k,
                n,
                MatrixProduct.Layout.of(m, k, op.transposeA()),
                MatrixProduct.Layout.of(k, n, op.transposeB()),
                constant(operands));
        return (in, out, workers) -> {
            float[] y = out.get(0).floats();
            product.run(in.get(0).floats(), 0, in.get(1).floats(), 0, y, 0, workers);
            finish(op, optional(in, 2), m, n, y);
            if (op.epilogue().residual()) {
                float[] residual = in.get(3).floats();
                for (int i = 0; i < m * n; i++) {
                    y[i] += residual[i];
                }
            }
            if (op.epilogue().activation() != null) {
                Activations.apply(op.epilogue().activation(), y, 0, m * n);
            }
        };
    }

    /** {@code y = alpha·y + beta·c}, c broadcast to [m, n]. */
    private static void finish(Gemm op, @Nullable Tensor c, int m, int n, float[] y) {
        if (op.alpha() != 1) {
            for (int i = 0; i < m * n; i++) {
                y[i] *= op.alpha();
            }
        }
        if (c == null || op.beta() == 0) {
            return;
        }
        Shape shape = c.shape();
        int columnStep = shape.rank() > 0 && shape.dim(shape.rank() - 1) > 1 ? 1 : 0;
        int rowStep = shape.rank() == 2 && shape.dim(0) > 1 ? shape.dim(1) : 0;
        float[] values = c.floats();
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                y[row * n + column] += op.beta() * values[row * rowStep + column * columnStep];
            }
        }
    }

    static Kernel matMul(MatMul op, Operands operands) {
        Shape a = operands.shape(0);
        Shape b = operands.shape(1);
        if (operands.dtype(0) != DType.FLOAT32) {
            return CpuKernels.plain(op);
        }
        int k = a.dim(a.rank() - 1);
        int n = b.rank() == 1 ? 1 : b.dim(b.rank() - 1);
        if (b.rank() <= 2) {
            int m = a.product(0, a.rank() - 1);
            MatrixProduct product = new MatrixProduct(
                    m, k, n, new MatrixProduct.Layout(k, 1), new MatrixProduct.Layout(n, 1), constant(operands));
            return (in, out, workers) -> product.run(
                    in.get(0).floats(), 0, in.get(1).floats(), 0, out.get(0).floats(), 0, workers);
        }
        return batched(op, operands, a, b);
    }

    /** One product per matrix of the batch, the batch extents broadcast. */
    private static Kernel batched(Op op, Operands operands, Shape a, Shape b) {
        int k = a.dim(a.rank() - 1);
        int m = a.rank() == 1 ? 1 : a.dim(a.rank() - 2);
        int n = b.dim(b.rank() - 1);
        Shape result = op.infer(operands).get(0).shape();
        Shape batch = result.slice(0, result.rank() - (a.rank() == 1 ? 1 : 2));
        Strides matrices = Strides.of(batch, a.slice(0, Math.max(a.rank() - 2, 0)), b.slice(0, b.rank() - 2));
        MatrixProduct product =
                new MatrixProduct(m, k, n, new MatrixProduct.Layout(k, 1), new MatrixProduct.Layout(n, 1), null);
        return (in, out, workers) -> {
            for (int i = 0; i < batch.size(); i++) {
                int aAt = matrices.offset(0, i) * m * k;
                int bAt = matrices.offset(1, i) * k * n;
                product.run(
                        in.get(0).floats(),
                        aAt,
                        in.get(1).floats(),
                        bAt,
                        out.get(0).floats(),
                        i * m * n,
                        workers);
            }
        };
    }

    private static float @Nullable [] constant(Operands operands) {
        Tensor weights = operands.valueOrNull(1);
        return weights == null ? null : weights.floats();
    }
}
