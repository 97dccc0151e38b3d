package dev.lathe.op;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/** How much there is to do for one application of an operator whose operands {@link Op#infer} accepted. */
public final class Effort {
    private Effort() {}

    /**
     * Multiply-adds; additions of biases, pooling and normalisations are not counted.
     *
     * @param operands shapes in ONNX order
     * @param result shape of the first result
     */
    public static long multiplications(Op op, List<Shape> operands, Shape result) {
        return switch (op) {
            case Conv _, ConvInteger _ -> perOutput(operands.get(1), result);
            case ConvFilterGradient _ -> perOutput(result, operands.get(1));
            case QLinearConv _ -> perOutput(operands.get(3), result);
            case ConvTranspose _ -> perOutput(operands.get(1), operands.get(0));
            case Gemm gemm -> (long) result.size() * operands.get(0).dim(gemm.transposeA() ? 0 : 1);
            case MatMul _, MatMulInteger _, QLinearMatMul _ -> (long) result.size() * last(operands.get(0));
            case Op _ -> 0;
        };
    }

    /** About how many elements are looked at, however often each; never less than there are. */
    public static long steps(Op op, Operands operands, List<TensorType> results) {
        List<Shape> shapes = IntStream.range(0, operands.count())
                .mapToObj(i -> operands.has(i) ? operands.shape(i) : Shape.SCALAR)
                .toList();
        Shape result = results.get(0).shape();
        return multiplications(op, shapes, result)
                + perResult(op, shapes.isEmpty() ? Shape.SCALAR : shapes.get(0)) * result.size()
                + shapes.stream().mapToLong(Shape::size).sum()
                + results.stream().mapToLong(type -> type.shape().size()).sum();
    }

    /** Elements of the window that each result is made of, where there is one; below 2^31. */
    private static long perResult(Op op, Shape x) {
        return switch (op) {
            case Pool pool -> Math.min(Integer.MAX_VALUE, product(pool.window().kernel()));
            case Lrn lrn -> Math.min(lrn.size(), x.dim(1));
            case Resize _ -> x.size();
            case Op _ -> 1;
        };
    }

    private static long product(List<Integer> extents) {
        return extents.stream().mapToLong(Integer::longValue).reduce(1, Axes::times);
    }

    /** Every position of {@code positions} meets the weights of one filter. */
    private static long perOutput(Shape weights, Shape positions) {
        return (long) positions.size() * weights.product(1, weights.rank());
    }

    private static int last(Shape shape) {
        return shape.dim(shape.rank() - 1);
    }
}
