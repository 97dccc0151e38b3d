package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.Op;
import org.jspecify.annotations.Nullable;

/** Makes an activation function part of the Conv or Gemm before it, after a residual if that has one. */
public final class FuseActivation implements Pass {
    @Override
    public String name() {
        return "fuse-activation";
    }

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            if (node == null || !(node.op() instanceof Activate(Activation function))) {
                continue;
            }
            Node before = rewriter.soleProducer(node.input(0));
            Op fused = before == null ? null : fused(before.op(), function);
            if (fused != null) {
                rewriter.replace(
                        slot, new Node(before.name(), fused, before.inputs(), node.outputs(), before.extras()));
            }
        }
        return rewriter.graph();
    }

    /** {@code op} with the activation, or null if it takes none or has one. */
    private static @Nullable Op fused(Op op, Activation function) {
        if (op instanceof Conv(var window, int groups, var epilogue) && epilogue.activation() == null) {
            return new Conv(window, groups, new Epilogue(epilogue.residual(), function));
        }
        if (op instanceof Gemm(float alpha, float beta, boolean a, boolean b, var epilogue)
                && epilogue.activation() == null) {
            return new Gemm(alpha, beta, a, b, new Epilogue(epilogue.residual(), function));
        }
        return null;
    }
}
