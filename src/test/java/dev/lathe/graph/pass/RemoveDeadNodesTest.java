package dev.lathe.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activation;
import dev.lathe.op.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveDeadNodesTest {
    private final Pass pass = new RemoveDeadNodes();

    @Test
    void keepsWhatOutputsNeedAndAllInputs() {
        Graph graph = new Sketch(1)
                .input("x", 2, 4)
                .input("unused", 3)
                .weights("w", 1)
                .weights("answer", 2)
                .activate("dead", new Activation.Relu(), "x")
                .activate("deader", new Activation.Relu(), "dead")
                .node(new Node("split", new Split(1, 2), List.of("x"), List.of("left", "right")))
                .activate("y", new Activation.Tanh(), "right")
                .graph("y", "answer");
        Graph alive = pass.apply(graph);
        assertThat(Runs.nodes(alive)).containsExactly("split (Split)", "y (Tanh)");
        assertThat(alive.constants().keySet()).containsExactly("answer");
        Runs.assertClose(graph, alive, 0);
        assertThat(pass.apply(alive)).isSameAs(alive);
    }
}
