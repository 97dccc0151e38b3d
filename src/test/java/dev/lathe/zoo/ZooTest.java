package dev.lathe.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.error.InputException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.Conv;
import dev.lathe.op.Gemm;
import dev.lathe.op.Lrn;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ZooTest {
    static final List<String> SMALL = List.of("lenet-300-100", "lenet5", "fashion-vgg", "squeezenet1.1", "mobilenetv2");

    /** Weights are those of convolutions and fully connected layers; learned adds biases and normalisations' two. */
    private record Count(long weights, long learned, long macs) {
        static Count of(Graph graph) {
            Inference types = Inference.of(graph);
            long weights = 0;
            long learned = 0;
            long macs = 0;
            for (Node node : graph.nodes()) {
                if (node.op() instanceof Conv || node.op() instanceof Gemm) {
                    Shape weight = types.type(node.inputs().get(1)).shape();
                    weights += weight.size();
                    macs += (long) types.type(node.output()).shape().size() * weight.product(1, weight.rank());
                    learned += node.inputs().stream()
                            .skip(1)
                            .mapToLong(operand -> types.type(operand).shape().size())
                            .sum();
                } else if (node.op() instanceof BatchNormalization) {
                    learned += 2L * types.type(node.inputs().get(1)).shape().size();
                }
            }
            return new Count(weights, learned, macs);
        }
    }

    private static Graph bound(Graph graph, int batch) {
        return graph.bind(Map.of("input", graph.inputs().getFirst().shape(batch)), Map.of());
    }

    /** Figures: docs/zoo.md. */
    @ParameterizedTest
    @CsvSource({
        "lenet-300-100,    266200,    266610,      266200",
        "lenet5,           430500,    431080,     2293000",
        "fashion-vgg,      145296,    145914,    10059264",
        "alexnet,        60954656,  60965224,   724406816",
        "vgg16,         138344128, 138357544, 15470264320",
        "googlenet,       6990272,   6998552,  1582671872",
        "squeezenet1.0,   1244448,   1248424,   818924576",
        "squeezenet1.1,   1231552,   1235496,   349151936",
        "resnet20,          270896,    272474,    40813184",
        "resnet18,       11678912,  11689512,  1814073344",
        "resnet50,       25502912,  25557032,  4089184256",
        "mobilenetv2,     3469760,   3504872,   300774272",
    })
    void hasThePublishedNumberOfWeightsAndMultiplyAdds(String name, long weights, long learned, long macs) {
        Graph graph = Zoo.graph(name, 1);

        assertThat(Count.of(bound(graph, 1))).isEqualTo(new Count(weights, learned, macs));
    }

    @ParameterizedTest
    @FieldSource("SMALL")
    void takesAnyBatchAndGivesLogits(String name) {
        Graph graph = Zoo.graph(name, 1);
        int classes = name.matches("lenet.*|fashion-vgg|resnet20") ? 10 : 1000;

        assertThat(graph.inputs()).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo("input");
            assertThat(input.dims()).first().isEqualTo(Dim.free("batch"));
        });
        assertThat(graph.outputs()).singleElement().satisfies(output -> assertThat(output.dims())
                .containsExactly(Dim.free("batch"), Dim.of(classes)));
        assertThat(Inference.of(bound(graph, 3)).type("output").shape()).isEqualTo(Shape.of(3, classes));
    }

    @Test
    void alexNetShrinksAsPublished() {
        Inference types = Inference.of(bound(Zoo.graph("alexnet", 1), 1));

        assertThat(types.type("conv1").shape()).isEqualTo(Shape.of(1, 96, 55, 55));
        assertThat(types.type("conv2").shape()).isEqualTo(Shape.of(1, 256, 27, 27));
        assertThat(types.type("conv2.weight").shape()).isEqualTo(Shape.of(256, 48, 5, 5));
        assertThat(types.type("conv5").shape()).isEqualTo(Shape.of(1, 256, 13, 13));
        assertThat(types.type("pool5").shape()).isEqualTo(Shape.of(1, 256, 6, 6));
    }

    @Test
    void googLeNetRoundsPoolsUpAsCaffeDoes() {
        Graph graph = Zoo.graph("googlenet", 1);
        Inference types = Inference.of(bound(graph, 1));

        assertThat(types.type("pool1").shape()).isEqualTo(Shape.of(1, 64, 56, 56));
        assertThat(types.type("inception_3a").shape()).isEqualTo(Shape.of(1, 256, 28, 28));
        assertThat(types.type("inception_4e").shape()).isEqualTo(Shape.of(1, 832, 14, 14));
        assertThat(types.type("inception_5b").shape()).isEqualTo(Shape.of(1, 1024, 7, 7));
        assertThat(graph.nodes().stream().filter(node -> node.op() instanceof Lrn))
                .hasSize(2);
    }

    @Test
    void resNet50StridesInItsThreeByThreeConvolutions() {
        Inference types = Inference.of(bound(Zoo.graph("resnet50", 1), 1));

        assertThat(types.type("layer2_0_conv1").shape()).isEqualTo(Shape.of(1, 128, 56, 56));
        assertThat(types.type("layer2_0_conv2").shape()).isEqualTo(Shape.of(1, 128, 28, 28));
        assertThat(types.type("layer4_2").shape()).isEqualTo(Shape.of(1, 2048, 7, 7));
    }

    @ParameterizedTest
    @FieldSource("SMALL")
    void sameSeedSameBits(String name) {
        Map<String, Tensor> once = Zoo.graph(name, 7).constants();
        Map<String, Tensor> again = Zoo.graph(name, 7).constants();
        Map<String, Tensor> other = Zoo.graph(name, 8).constants();

        assertThat(again).allSatisfy((constant, tensor) -> assertThat(tensor.sameBits(once.get(constant)))
                .as(constant)
                .isTrue());
        assertThat(other.entrySet())
                .anySatisfy(entry -> assertThat(entry.getValue().sameBits(once.get(entry.getKey())))
                        .isFalse());
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() -> Zoo.graph("vgg19", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'vgg19'")
                .hasMessageContaining(String.join(", ", Zoo.names()));
        assertThat(Zoo.names()).hasSize(12);
    }
}
