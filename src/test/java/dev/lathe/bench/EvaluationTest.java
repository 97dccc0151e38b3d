package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.data.Dataset;
import dev.lathe.data.Preprocessing;
import dev.lathe.data.Preprocessing.ChannelOrder;
import dev.lathe.data.Preprocessing.Layout;
import dev.lathe.error.InputException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Flatten;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network whose scores are the pixels. */
class EvaluationTest {
    private static final Preprocessing RAW =
            new Preprocessing(null, null, 1, List.of(0f), List.of(1f), ChannelOrder.RGB, Layout.NCHW);

    /** Images of seven pixels in a row. */
    private record Rows(List<float[]> rows, List<Integer> labels) implements Dataset {
        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public int label(int index) {
            return labels.get(index);
        }

        @Override
        public Tensor image(int index) {
            return Tensor.of(Shape.of(1, 1, 7), rows.get(index));
        }

        @Override
        public List<String> classes() {
            return List.of();
        }
    }

    private static final Rows DATA = new Rows(
            List.of(
                    new float[] {1, 2, 3, 4, 5, 6, 7}, // label 6: first
                    new float[] {1, 2, 3, 4, 5, 6, 7}, // label 2: fifth
                    new float[] {1, 2, 3, 4, 5, 6, 7}, // label 1: sixth
                    new float[] {5, 5, 0, 0, 0, 0, 0}, // label 0: first, the tie goes to the lower index
                    new float[] {5, 5, 0, 0, 0, 0, 0}, // label 1: second
                    new float[] {Float.NaN, 1, 1, 1, 1, 1, 1}), // label 0: last
            List.of(6, 2, 1, 0, 1, 0));

    private static Evaluation evaluate(int modelBatch, Dataset data, int limit, int batch, List<Integer> progress) {
        Dim extent = modelBatch > 0 ? Dim.of(modelBatch) : Dim.free("n");
        Port x = new Port("x", DType.FLOAT32, List.of(extent, Dim.of(1), Dim.of(1), Dim.of(7)));
        Port y = new Port("y", DType.FLOAT32, List.of(extent, Dim.of(7)));
        Node flat = new Node("flat", new Flatten(1), List.of("x"), List.of("y"));
        Graph graph = new Graph("pixels", List.of(x), List.of(y), Map.of(), List.of(flat), Map.of());
        try (Engine engine = Engine.open("reference");
                Session session = engine.session(Model.of(graph, "pixels"))) {
            return Evaluation.of(session, data, new ImageInput(x, RAW), limit, batch, progress::add);
        }
    }

    @Test
    void ranksLabels() {
        for (int batch : new int[] {1, 4, 100}) {
            List<Integer> progress = new ArrayList<>();
            Evaluation found = evaluate(0, DATA, 100, batch, progress);
            assertThat(found.count()).isEqualTo(6);
            assertThat(found.top1()).isEqualTo(2 / 6.0);
            assertThat(found.top5()).isEqualTo(4 / 6.0);
            assertThat(progress).hasSize((5 + batch) / batch).endsWith(6);
        }
    }

    @Test
    void fillsTheBatchOfTheModel() {
        Evaluation found = evaluate(4, DATA, 5, 16, new ArrayList<>());
        assertThat(found.count()).isEqualTo(5);
        assertThat(found.top1()).isEqualTo(2 / 5.0);
    }

    @Test
    void refusesLabelsWithoutAScore() {
        Rows beyond = new Rows(DATA.rows.subList(0, 1), List.of(7));
        assertThatThrownBy(() -> evaluate(0, beyond, 1, 1, new ArrayList<>()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("label 7");
    }
}
