package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Binary;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an Add of two values of one (known) type the residual of the Conv that gives one of them. The convolution then
 * stands where the Add stood, so that the other value is defined before it. When two convolutions meet, the later one
 * takes the sum.
 */
public final class FuseResidual implements Pass {
    @Override
    public String name() {
        return "fuse-residual";
    }

    @Override
    public Graph apply(Graph graph) {
        Knowledge knowledge = Knowledge.of(graph);
        Rewriter rewriter = new Rewriter(graph);
        for (int slot = 0; slot < rewriter.size(); slot++) {
            Node node = rewriter.at(slot);
            if (node != null
                    && node.op() instanceof Binary(Binary.Function function)
                    && function == Binary.Function.ADD
                    && knowledge.sameType(node.input(0), node.input(1))) {
                fuse(rewriter, slot, node);
            }
        }
        return rewriter.graph();
    }

    private static void fuse(Rewriter rewriter, int slot, Node add) {
        String left = add.input(0);
        String right = add.input(1);
        boolean rightIsLater = rewriter.slotOf(right) > rewriter.slotOf(left);
        String later = rightIsLater ? right : left;
        String earlier = rightIsLater ? left : right;
        if (!fuse(rewriter, slot, later, earlier)) {
            fuse(rewriter, slot, earlier, later);
        }
    }

    private static boolean fuse(Rewriter rewriter, int slot, String summand, String other) {
        Node node = rewriter.soleProducer(summand);
        if (node == null
                || !(node.op() instanceof Conv(var window, int groups, Epilogue epilogue))
                || !epilogue.equals(Epilogue.NONE)) {
            return false;
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() < 3) {
            inputs.add("");
        }
        inputs.add(other);
        Conv fused = new Conv(window, groups, new Epilogue(true, null));
        List<String> outputs = rewriter.at(slot).outputs();
        rewriter.replace(slot, new Node(node.name(), fused, inputs, outputs, node.extras()));
        return true;
    }
}
