package dev.lathe.graph.pass;

import dev.lathe.graph.Graph;
import java.util.Collection;
import java.util.List;

/** The passes that prepare a graph for running, and the order they need. */
public final class Passes {
    private Passes() {}

    /**
     * All passes. Constants come first, as they tell shapes; what is dead or changes nothing goes next, as it hides
     * neighbours from each other; activations are recognised before their constants can be folded away; what changes
     * weights comes before what adds epilogues, and there the residual before the activation, as in the sum it stands
     * for.
     */
    public static List<Pass> standard(Evaluator evaluator) {
        return List.of(
                new FoldConstants(evaluator),
                new RemoveIdentities(),
                new RemoveDeadNodes(),
                new RecogniseActivations(),
                new FusePadding(),
                new FoldBatchNormalization(),
                new FuseBias(),
                new FoldAffine(),
                new FuseResidual(),
                new FuseActivation());
    }

    /** Names of the {@linkplain #standard standard} passes, in their order. */
    public static List<String> names() {
        Evaluator unused = (op, operands) -> List.of();
        return standard(unused).stream().map(Pass::name).toList();
    }

    /**
     * {@code passes} but those named.
     *
     * @throws IllegalArgumentException if a name is that of no standard pass
     */
    public static List<Pass> without(List<Pass> passes, Collection<String> off) {
        for (String name : off) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException(
                        "there is no pass '" + name + "'; the passes are " + String.join(", ", names()));
            }
        }
        return passes.stream().filter(pass -> !off.contains(pass.name())).toList();
    }

    /**
     * {@code graph} after every pass in turn, again and again until none finds anything: folding one node away can
     * bring two others together.
     */
    public static Graph run(List<Pass> passes, Graph graph) {
        Graph current = graph;
        for (int round = 0; round <= graph.nodes().size(); round++) {
            Graph before = current;
            for (Pass pass : passes) {
                current = pass.apply(current);
            }
            if (current == before) {
                break;
            }
        }
        return current;
    }
}
