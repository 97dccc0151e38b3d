package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Binary;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes an Add of a constant per channel the bias of the Conv, ConvTranspose or Gemm before it, and a MatMul of a
 * matrix (rank 2, which must be known) with a constant matrix, followed by an Add of a constant row, a Gemm.
 */
public final class FuseBias implements Pass {
    @Override
    public String name() {
        return "fuse-bias";
    }

    @Override
    public Graph apply(Graph graph) {
        Graph biased = ChannelFolding.fold(graph, ChannelFolding.arithmetic(Set.of(Binary.Function.ADD)));
        if (biased.nodes().stream().noneMatch(node -> node.op() instanceof MatMul)) {
            return biased;
        }
        Knowledge knowledge = Knowledge.of(biased);
        Rewriter rewriter = new Rewriter(biased);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            if (node != null
                    && node.op() instanceof Binary(Binary.Function function)
                    && function == Binary.Function.ADD) {
                fuse(rewriter, knowledge, slot, node);
            }
        }
        return rewriter.graph();
    }

    private static void fuse(Rewriter rewriter, Knowledge knowledge, int slot, Node add) {
        for (int index = 0; index < 2; index++) {
            Node matMul = rewriter.soleProducer(add.input(index));
            String addend = add.input(1 - index);
            Tensor row = matMul == null ? null : row(matMul, rewriter.constant(addend), rewriter, knowledge);
            if (row != null) {
                String bias = rewriter.revise(addend, row, matMul.name() + ".bias");
                List<String> inputs = List.of(matMul.input(0), matMul.input(1), bias);
                Gemm gemm = new Gemm(1, 1, false, false, Epilogue.NONE);
                rewriter.replace(slot, new Node(matMul.name(), gemm, inputs, add.outputs(), matMul.extras()));
                return;
            }
        }
    }

    /** {@code addend} as [n] if {@code node} is a product of matrices to which it adds a row; otherwise null. */
    private static @Nullable Tensor row(Node node, @Nullable Tensor addend, Rewriter rewriter, Knowledge knowledge) {
        if (!(node.op() instanceof MatMul) || addend == null) {
            return null;
        }
        TensorType left = knowledge.type(node.input(0));
        Tensor right = rewriter.constant(node.input(1));
        if (left == null
                || right == null
                || left.shape().rank() != 2
                || right.shape().rank() != 2) {
            return null;
        }
        int columns = right.shape().dim(1);
        double[] values = right.dtype() == DType.FLOAT32 ? Affine.perChannel(addend, columns, 2) : null;
        if (values == null) {
            return null;
        }
        Tensor row = Tensor.zeros(TensorType.float32(Shape.of(columns)));
        for (int i = 0; i < columns; i++) {
            row.set(i, values[i]);
        }
        return row;
    }
}
