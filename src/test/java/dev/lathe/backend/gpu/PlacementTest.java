package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Concat;
import dev.lathe.op.Flatten;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final int ALIGNMENT = 128;

    private static Node relu(String from, String to) {
        return new Node(to, new Activate(new Activation.Relu()), List.of(from), List.of(to));
    }

    /** Two relus of x [batch, c, 4, 4] joined along {@code axis}, then flattened. */
    private static Placement joined(int batch, int c, int axis, List<String> parts) {
        Graph graph = new Graph(
                "joined",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(batch, c, 4, 4))),
                List.of(new Port("flat", DType.FLOAT32, null)),
                Map.of(),
                List.of(
                        relu("x", "a"),
                        relu("x", "b"),
                        new Node("join", new Concat(axis), parts, List.of("both")),
                        new Node("flatten", new Flatten(1), List.of("both"), List.of("flat"))),
                Map.of());
        return new Placement(graph, Inference.of(graph), ALIGNMENT);
    }

    @Test
    void operandsOfAConcatAreWrittenInPlace() {
        Placement placement = joined(1, 2, 1, List.of("a", "b"));
        assertThat(placement.of("a")).isEqualTo(new Placement.Place("both", 0));
        assertThat(placement.of("b")).isEqualTo(new Placement.Place("both", 2 * 16 * Float.BYTES));
        assertThat(placement.of("flat")).isEqualTo(new Placement.Place("both", 0));
        assertThat(placement.of("x")).isEqualTo(new Placement.Place("x", 0));
    }

    @Test
    void butNotWhereTheirElementsDoNotStayTogether() {
        Placement placement = joined(2, 2, 1, List.of("a", "b"));
        assertThat(placement.of("a").root()).isEqualTo("a");
        assertThat(placement.of("b").root()).isEqualTo("b");
    }

    @Test
    void norWhereTheyWouldNotBeAligned() {
        Placement placement = joined(1, 1, 1, List.of("a", "b"));
        assertThat(placement.of("a")).isEqualTo(new Placement.Place("both", 0));
        assertThat(placement.of("b").root()).isEqualTo("b");
    }

    @Test
    void norWhereOneIsJoinedTwiceOrComesFromOutside() {
        assertThat(joined(1, 2, 1, List.of("a", "a")).of("a").root()).isEqualTo("a");
        assertThat(joined(1, 2, 1, List.of("x", "b")).of("x").root()).isEqualTo("x");
    }
}
