package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Binary;
import dev.lathe.op.Concat;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Flatten;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Identity;
import dev.lathe.op.Pool;
import dev.lathe.op.Squeeze;
import dev.lathe.op.Transpose;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where orders change, and that no value is taken for one in the other order. */
class LayoutsTest {
    private static final Activate RELU = new Activate(new Activation.Relu());
    private static final Pool PAIRS = new Pool(Pool.Kind.MAX, Window.of(2, 2), false, false, 0, false);
    private static final Binary ADD = new Binary(Binary.Function.ADD);

    private final GraphTrial trial = new GraphTrial(17);

    /** What the nodes that change orders give. */
    private static List<String> changes(Graph graph) {
        Layouts layouts = new Layouts(graph);
        return layouts.graph().nodes().stream()
                .filter(layouts::isChange)
                .map(Node::output)
                .toList();
    }

    @Test
    void aChainChangesOrderAtItsEndsOnly() {
        trial.input("x", 2, 3, 7, 9);
        trial.conv("a", "x", 17);
        trial.node("b", RELU, "a");
        trial.node("c", PAIRS, "b");
        trial.conv("y", "c", 5);
        assertThat(changes(trial.graph("y"))).containsExactly("x [channels last]", "y");
        trial.exact("y");
    }

    @Test
    void aValueWantedInBothOrdersChangesOnce() {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.node("turned", new Transpose(List.of(3, 2, 1, 0)), "a");
        trial.node("flat", new Flatten(1), "a");
        trial.conv("y", "a", 4);
        trial.node("again", new Transpose(List.of(0, 2, 3, 1)), "x");
        trial.conv("z", "x", 2);
        String[] outputs = {"turned", "flat", "y", "again", "z"};
        assertThat(changes(trial.graph(outputs))).containsExactly("x [channels last]", "a [planar]", "y", "z");
        trial.exact(outputs);
    }

    @Test
    void anOutputMayBeUsedAsWell() {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.node("b", RELU, "a");
        trial.node("c", ADD, "a", "b");
        trial.node("flat", new Flatten(2), "a");
        String[] outputs = {"a", "b", "c", "flat"};
        assertThat(changes(trial.graph(outputs))).containsExactly("x [channels last]", "a", "b", "c");
        trial.exact(outputs);
    }

    /** Where an image has one position, both orders are the same. */
    @Test
    void viewsOfSinglePositionsNeedNoChange() {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 19);
        trial.node("mean", new GlobalPool(Pool.Kind.MAX, 0), "a");
        trial.node("flat", new Flatten(1), "mean");
        trial.node("y", new Transpose(List.of(1, 0)), "flat");
        trial.conv("z", "mean", 18);
        trial.node("view", new Identity(), "mean");
        String[] outputs = {"y", "flat", "z", "view"};
        assertThat(changes(trial.graph(outputs))).containsExactly("x [channels last]");
        trial.exact(outputs);
    }

    @Test
    void viewsOfSeveralPositionsAreTakenInTheOrderOfTheirShape() {
        trial.input("x", 1, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.constant("axes", Tensor.of(Shape.of(1), 0L));
        trial.node("view", new Squeeze(), "a", "axes");
        trial.node("same", new Identity(), "a");
        trial.node("y", new Activate(new Activation.Relu()), "view");
        trial.exact("view", "same", "y");
    }

    @Test
    void singleChannelsNeedNoChange() {
        trial.input("x", 2, 1, 5, 7);
        trial.conv("a", "x", 1);
        trial.node("b", RELU, "a");
        trial.conv("y", "b", 1);
        assertThat(changes(trial.graph("y", "a"))).isEmpty();
        trial.exact("y", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 33})
    void residualsComeInBothOrders(int filters) {
        Epilogue adding = new Epilogue(true, new Activation.Relu());
        trial.input("x", 2, 3, 5, 7);
        trial.input("planar", 2, filters, 5, 7);
        trial.conv("a", "x", filters);
        trial.conv("b", "a", filters, adding, "planar");
        trial.conv("c", "b", filters, adding, "a");
        trial.constant("known", 2, filters, 5, 7);
        trial.conv("y", "c", filters, adding, "known");
        trial.exact("y", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, -1, -3})
    void imagesAreJoinedFromBothOrders(int axis) {
        trial.input("x", 2, 3, 5, 7);
        trial.input("planar", 2, 4, 5, 7);
        trial.constant("known", 2, 4, 5, 7);
        trial.conv("a", "x", 4);
        trial.conv("b", "x", 4);
        trial.node("last", new Concat(axis), "a", "planar", "b");
        trial.node("mixed", new Concat(axis), "planar", "a");
        trial.node("constant", new Concat(axis), "a", "known");
        trial.conv("y", "last", 3);
        trial.exact("last", "mixed", "constant", "y");
    }

    @Test
    void linesHaveOneAxis() {
        trial.input("x", 2, 3, 13);
        trial.conv("a", "x", 18);
        trial.node("b", new Pool(Pool.Kind.MAX, Window.of(3), false, false, 0, false), "a");
        trial.constant("channel", 18, 1);
        trial.constant("column", 11);
        trial.node("c", ADD, "b", "channel");
        trial.node("d", ADD, "column", "c");
        trial.node("e", new Concat(1), "d", "c");
        trial.node("f", new Concat(2), "d", "c");
        trial.node("top", new GlobalPool(Pool.Kind.MAX, 0), "f");
        assertThat(changes(trial.graph("e", "f", "top"))).containsExactly("x [channels last]", "e", "f");
        trial.exact("e", "f", "top");
    }

    @Test
    void namesOfTheModelMayLookLikeThoseOfChanges() {
        trial.input("x", 1, 3, 5, 7);
        trial.input("x [channels last]", 1, 3, 5, 7);
        trial.conv("y", "x", 4);
        trial.conv("y [channels last]", "x [channels last]", 4);
        trial.node("y [planar]", ADD, "y", "y [channels last]");
        trial.conv("a", "y [planar]", 4);
        trial.node("a [planar]", new Transpose(List.of(0, 3, 2, 1)), "a");
        trial.node("a [channels last]", new Transpose(List.of(3, 1, 2, 0)), "a");
        trial.exact("y", "y [channels last]", "a [planar]", "a [channels last]");
        trial.exact("y [planar]", "a");
    }

    @Test
    void nodesMayHaveTheNamesOfChanges() {
        trial.input("x", 1, 3, 5, 7);
        trial.conv("a", "x", 4);
        trial.node(new Node("x [channels last]", RELU, List.of("a"), List.of("b")));
        trial.node(new Node("b [planar]", RELU, List.of("x"), List.of("c")));
        trial.node("y", new Transpose(List.of(3, 1, 2, 0)), "b");
        trial.exact("y", "c");
    }

    /** Indices count as shapes say. */
    @Test
    void maximaTellTheirIndices() {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 18);
        trial.node(new Node("both", PAIRS, List.of("a"), List.of("largest", "where")));
        trial.conv("y", "largest", 3);
        trial.exact("largest", "where", "y");
        trial.exact("where");
    }

    @ParameterizedTest
    @EnumSource(names = {"EQUAL", "LESS", "LESS_OR_EQUAL", "GREATER", "GREATER_OR_EQUAL"})
    void comparisonsGiveNoImages(Binary.Function function) {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.conv("b", "x", 6);
        trial.constant("channel", 6, 1, 1);
        trial.node("two", new Binary(function), "a", "b");
        trial.node("one", new Binary(function), "channel", "b");
        trial.node("not", new Unary(Unary.Function.NOT), "one");
        trial.node("y", new Where(), "two", "a", "b");
        trial.node("nan", new Unary(Unary.Function.IS_NAN), "a");
        trial.conv("z", "y", 3);
        trial.exact("two", "one", "not", "nan", "y", "z");
    }

    /** A factor for each image and channel that the run computes. */
    @Test
    void imagesOfDifferentExtentsAreBroadcast() {
        trial.input("x", 2, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.node("top", new GlobalPool(Pool.Kind.MAX, 0), "a");
        trial.node("squeezed", RELU, "top");
        trial.node("y", ADD, "a", "squeezed");
        trial.node("z", ADD, "squeezed", "a");
        trial.conv("end", "z", 3);
        trial.exact("y", "z", "end");
    }

    @Test
    void nothingIsLaidOutInAnyOrder() {
        trial.input("x", 0, 3, 5, 7);
        trial.conv("a", "x", 6);
        trial.node("b", PAIRS, "a");
        trial.node("c", new GlobalPool(Pool.Kind.AVERAGE, 0), "b");
        trial.exact("a", "c");
        assertThat(trial.value("c").size()).isZero();
    }
}
