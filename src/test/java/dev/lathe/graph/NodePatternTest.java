package dev.lathe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.op.Unary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePatternTest {
    private static final List<Node> NODES = Stream.of("ip1", "ip2", "ip10", "a.b", "i*")
            .map(name -> new Node(name, new Unary(Unary.Function.ABS), List.of(name + "_x"), List.of(name + "_y")))
            .toList();

    @ParameterizedTest
    @CsvSource({
        "ip1, ip1",
        "ip?, ip1 ip2",
        "ip1*, ip1 ip10",
        "a.b, a.b",
        "a?b, a.b",
        "i*, i*",
        "/ip[0-9]+/, ip1 ip2 ip10",
        "op:Abs, ip1 ip2 ip10 a.b i*"
    })
    void namesThoseThatFitInTheirOrder(String pattern, String names) {
        assertThat(NodePattern.of(pattern).in(NODES)).extracting(Node::name).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"ip", "p1", "aXb", "/ip/", "op:Conv", "op:abs"})
    void aPatternThatFitsNothingIsRefused(String pattern) {
        assertThatThrownBy(() -> NodePattern.of(pattern).in(NODES))
                .isInstanceOf(InputException.class)
                .hasMessage("no layer is called '" + pattern + "'; there are [ip1, ip2, ip10, a.b, i*]");
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThatThrownBy(() -> NodePattern.of("/(/"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("'/(/' is no regular expression: ");
    }
}
