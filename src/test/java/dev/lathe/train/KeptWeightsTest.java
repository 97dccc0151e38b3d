package dev.lathe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.compress.cluster.Clustering;
import dev.lathe.compress.cluster.Initialisation;
import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.prune.Masks;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Tensor;
import dev.lathe.train.gradient.TrainingForm;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What compression did to weights is found again. */
class KeptWeightsTest {
    private static Graph with(Graph graph, String name, float[] values) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put(name, Tensor.of(constants.get(name).shape(), values));
        return graph.with(graph.nodes(), constants);
    }

    private static float[] values(Graph graph, String name) {
        return graph.constants().get(name).floats();
    }

    private static Parameters parameters(Graph graph) {
        Parameters weights = Network.of(graph, ToyNetwork.PICTURES.shape(), TrainingForm.Normalization.BATCH)
                .parameters();
        Constraints.keepZeros(weights, graph);
        Constraints.keepShared(weights);
        return weights;
    }

    @Test
    void denseWeightsOfAllKindsAreFree() {
        Parameters weights = parameters(ToyNetwork.graph(1));
        assertThat(weights.masks()).isEmpty();
        assertThat(weights.all()).allSatisfy(each -> assertThat(each.codebook()).isNull());
    }

    @Test
    void aTenthOfZerosIsAMask() {
        Graph graph = ToyNetwork.graph(1);
        float[] filters = values(graph, "filters").clone();
        for (int i = 0; i < 8; i++) {
            filters[11 * i] = 0;
        }
        assertThat(parameters(with(graph, "filters", filters)).masks())
                .as("8 of 90")
                .isEmpty();
        filters[1] = -0f;
        Map<String, Mask> masks = parameters(with(graph, "filters", filters)).masks();
        assertThat(masks.keySet()).containsExactly("filters");
        assertThat(masks.get("filters").kept()).isEqualTo(81);
    }

    @Test
    void whatTheGraphRecordsIsAMaskHoweverFewZerosThereAre() {
        Graph graph = ToyNetwork.graph(1);
        float[] matrix = values(graph, "matrix").clone();
        matrix[7] = 0;
        Graph pruned = Masks.record(with(graph, "matrix", matrix), List.of("matrix"));
        assertThat(parameters(pruned).get("matrix").kept()).isEqualTo(matrix.length - 1);
    }

    @Test
    void sharedValuesAreACodebook() {
        Graph graph = ToyNetwork.graph(1);
        float[] matrix = values(graph, "matrix").clone();
        matrix[7] = 0;
        float[] shared = new Clustering(6, Initialisation.LINEAR).share(matrix).apply(matrix);
        Parameter parameter = parameters(with(graph, "matrix", shared)).get("matrix");
        assertThat(parameter.tensor().floats()).isEqualTo(shared);
        assertThat(parameter.codebook()).isNotNull();
        assertThat(parameter.codebook().centroids()).hasSize(distinct(shared).size() - 1);
    }

    private static Set<Float> distinct(float[] values) {
        Set<Float> distinct = new HashSet<>();
        for (float value : values) {
            distinct.add(value);
        }
        return distinct;
    }
}
