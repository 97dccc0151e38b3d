package dev.lathe.train.gradient;

import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.Shape;
import java.util.stream.IntStream;

/** Derivatives of matrix products: products again. */
final class MatrixRules {
    private static final String FUSED = "it has a fused epilogue; gradients come before passes";

    private MatrixRules() {}

    static void gemm(Gemm op, Step step) {
        if (!op.epilogue().equals(Epilogue.NONE)) {
            throw step.refusal(FUSED);
        }
        String a = step.in(0);
        String b = step.in(1);
        String dy = step.gradient();
        if (step.wants(0)) {
            step.give(
                    0,
                    op.transposeA()
                            ? product(step.f(), op.alpha(), b, op.transposeB(), dy, true)
                            : product(step.f(), op.alpha(), dy, false, b, !op.transposeB()));
        }
        if (step.wants(1)) {
            step.give(
                    1,
                    op.transposeB()
                            ? product(step.f(), op.alpha(), dy, true, a, op.transposeA())
                            : product(step.f(), op.alpha(), a, !op.transposeA(), dy, false));
        }
        if (step.wants(2)) {
            step.give(2, step.f().times(step.f().sumTo(dy, step.shape(2)), op.beta()));
        }
    }

    private static String product(Arithmetic f, float alpha, String a, boolean turnA, String b, boolean turnB) {
        return f.sketch().apply(new Gemm(alpha, 1, turnA, turnB, Epilogue.NONE), a, b);
    }

    static void matMul(Step step) {
        Arithmetic f = step.f();
        Shape left = step.shape(0);
        Shape right = step.shape(1);
        Shape result = f.shape(step.out());
        Shape batch = result.slice(0, result.rank() - Math.min(left.rank() - 1, 1) - Math.min(right.rank() - 1, 1));
        Shape leftMatrix = left.rank() == 1 ? Shape.of(1, left.dim(0)) : left;
        Shape rightMatrix = right.rank() == 1 ? Shape.of(right.dim(0), 1) : right;
        int m = leftMatrix.dim(leftMatrix.rank() - 2);
        int n = rightMatrix.dim(rightMatrix.rank() - 1);
        String dy = f.reshape(step.gradient(), append(batch, m, n));
        if (step.wants(0)) {
            String b = turned(f, f.reshape(step.in(1), rightMatrix));
            step.give(0, f.reshape(f.sumTo(f.sketch().apply(new MatMul(), dy, b), leftMatrix), left));
        }
        if (step.wants(1)) {
            String a = f.reshape(step.in(0), leftMatrix);
            step.give(1, f.reshape(byRight(f, a, dy, rightMatrix), right));
        }
    }

    /** a'·dy, for a right factor of {@code shape}: one product where many matrices met the same one. */
    private static String byRight(Arithmetic f, String a, String dy, Shape shape) {
        if (shape.rank() > 2 || f.shape(a).rank() == 2) {
            return f.sumTo(f.sketch().apply(new MatMul(), turned(f, a), dy), shape);
        }
        int rows = f.shape(a).size() / Math.max(1, shape.dim(0));
        String tallA = f.reshape(a, Shape.of(rows, shape.dim(0)));
        String tallY = f.reshape(dy, Shape.of(rows, shape.dim(1)));
        return product(f, 1, tallA, true, tallY, false);
    }

    private static Shape append(Shape batch, int m, int n) {
        return Shape.of(
                IntStream.concat(IntStream.of(batch.dims()), IntStream.of(m, n)).toArray());
    }

    /** With the last two axes swapped. */
    private static String turned(Arithmetic f, String x) {
        int[] perm = IntStream.range(0, f.shape(x).rank()).toArray();
        perm[perm.length - 1]--;
        perm[perm.length - 2]++;
        return f.transpose(x, perm);
    }
}
