package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.graph.Node;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.Op;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Node> LAYERS =
            List.of(gemm("/a/conv1"), gemm("/a/conv2"), product("b.1"), gemm("bx1"), product("fc*"));

    private static Node gemm(String name) {
        return node(name, new Gemm(1, 1, false, true, Epilogue.NONE));
    }

    private static Node product(String name) {
        return node(name, new MatMul());
    }

    private static Node node(String name, Op op) {
        return new Node(name, op, List.of("x", "w"), List.of(name));
    }

    private static Set<String> names(List<String> include, List<String> exclude) {
        return new Selection(include, exclude, false, false).names(LAYERS);
    }

    @Test
    void everythingUnlessToldOtherwise() {
        assertThat(Selection.ALL.names(LAYERS)).containsExactly("/a/conv1", "/a/conv2", "b.1", "bx1", "fc*");
    }

    @Test
    void namesStarsAndQuestionMarks() {
        assertThat(names(List.of("/a/conv1"), List.of())).containsExactly("/a/conv1");
        assertThat(names(List.of("/a/*"), List.of())).containsExactly("/a/conv1", "/a/conv2");
        assertThat(names(List.of("b?1"), List.of())).containsExactly("b.1", "bx1");
        // a dot is a dot, and a name of this very text is meant before its stars are
        assertThat(names(List.of("b.1"), List.of())).containsExactly("b.1");
        assertThat(names(List.of("fc*"), List.of())).containsExactly("fc*");
    }

    @Test
    void operatorsAndExpressions() {
        assertThat(names(List.of("op:MatMul"), List.of())).containsExactly("b.1", "fc*");
        assertThat(names(List.of("/b.1/"), List.of())).containsExactly("b.1", "bx1");
        assertThat(names(List.of("/.*conv[12]/"), List.of("*2"))).containsExactly("/a/conv1");
    }

    @Test
    void excludingWinsAndEndsAreProtected() {
        assertThat(names(List.of(), List.of("op:Gemm"))).containsExactly("b.1", "fc*");
        assertThat(new Selection(List.of(), List.of(), true, true).names(LAYERS))
                .containsExactly("/a/conv2", "b.1", "bx1");
    }

    @Test
    void whatMatchesNothingIsRefused() {
        assertThatThrownBy(() -> names(List.of("conv9"), List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no layer is called 'conv9'")
                .hasMessageContaining("/a/conv1");
        assertThatThrownBy(() -> names(List.of(), List.of("op:Conv"))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> names(List.of("/[/"), List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no regular expression");
    }
}
