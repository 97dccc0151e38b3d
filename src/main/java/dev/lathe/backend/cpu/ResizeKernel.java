package dev.lathe.backend.cpu;

import static dev.lathe.backend.cpu.Args.operand;

import dev.lathe.op.Operands;
import dev.lathe.op.Resampling;
import dev.lathe.op.Resize;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resize of floats by weights: one {@link ResizePass} for each axis that changes, over slabs that the leading unchanged
 * axes cut out, such as the planes of [n, c, h, w].
 */
final class ResizeKernel implements Kernel {
    private final List<ResizePass> passes;
    private final int slabs;
    private final int slabIn;
    private final int slabOut;
    private final int between;

    private ResizeKernel(Shape x, List<Resampling> axes) {
        int lead = 0;
        while (lead < x.rank() - 1 && axes.get(lead).isIdentity(x.dim(lead))) {
            lead++;
        }
        slabs = x.product(0, lead);
        slabIn = x.product(lead, x.rank());
        int[] dims = x.slice(lead, x.rank()).dims();
        passes = new ArrayList<>();
        for (int axis : order(dims, axes.subList(lead, x.rank()))) {
            Resampling resampling = axes.get(lead + axis);
            passes.add(new ResizePass(Shape.of(dims), axis, resampling));
            dims[axis] = resampling.size();
        }
        slabOut = Shape.of(dims).size();
        between = passes.stream()
                .limit(passes.size() - 1L)
                .mapToInt(ResizePass::size)
                .max()
                .orElse(0);
    }

    /** The kernel for {@code op}, whose operands are checked. */
    static Kernel prepare(Resize op, Operands in) {
        Shape x = in.shape(0);
        if (op.infer(in).getFirst().shape().size() == 0) {
            return MoveKernels.NOTHING;
        }
        List<Resampling> axes =
                op.resolve(in).stream().map(axis -> Resampling.of(op, axis)).toList();
        if (op.interpolation() == Resize.Interpolation.NEAREST) {
            return nearest(op, in, axes);
        }
        boolean outside = axes.stream().anyMatch(Resampling::extrapolates);
        boolean plain = in.dtype(0) != DType.FLOAT32 || outside || x.rank() == 0;
        return plain ? CpuKernels.plain(op) : new ResizeKernel(x, axes);
    }

    private static Kernel nearest(Resize op, Operands in, List<Resampling> axes) {
        MappedCopy copy =
                new MappedCopy(in.shape(0), axes.stream().map(Resampling::first).toArray(int[][]::new));
        Tensor filling = Tensor.zeros(new TensorType(in.dtype(0), Shape.SCALAR));
        filling.set(0, (double) op.extrapolation());
        return (from, to, workers) -> copy.run(operand(from, 0), operand(to, 0), filling, workers);
    }

    /** The axes that change, those that shrink most first; of equal ones the innermost. At least one axis. */
    private static List<Integer> order(int[] dims, List<Resampling> axes) {
        List<Integer> order = new ArrayList<>();
        for (int i = dims.length - 1; i >= 0; i--) {
            if (!axes.get(i).isIdentity(dims[i])) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(i -> axes.get(i).size() / (double) dims[i]));
        return order.isEmpty() ? List.of(dims.length - 1) : order;
    }

    @Override
    public void run(List<@Nullable Tensor> in, List<@Nullable Tensor> out, Workers workers) {
        float[] source = operand(in, 0).floats();
        float[] target = operand(out, 0).floats();
        int shares = Math.min(slabs, Shares.of(Math.max(slabIn, slabOut) * slabs, workers));
        workers.run(shares, (share, scratch) -> {
            int end = Shares.begin(slabs, share + 1, shares);
            for (int slab = Shares.begin(slabs, share, shares); slab < end; slab++) {
                slab(source, slab * slabIn, target, slab * slabOut, scratch);
            }
        });
    }

    private void slab(float[] source, int from, float[] target, int to, Scratch mine) {
        float[] current = source;
        int start = from;
        for (int i = 0; i < passes.size(); i++) {
            boolean last = i == passes.size() - 1;
            float[] next = last ? target : mine.floats(i % 2, between);
            passes.get(i).run(current, start, next, last ? to : 0);
            current = next;
            start = 0;
        }
    }
}
