package dev.lathe.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.SmallModels;
import dev.lathe.backend.reference.Reference;
import dev.lathe.compress.RankRule.Kept;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Factors by data, on pictures whose neighbours are alike: what real ones are. */
class DataThinnerTest {
    private static final Graph LENET = Zoo.graph("lenet5", 1);
    private static final RankRule RANKS =
            new RankRule.Table(Map.of("conv2", new Kept(6, 12), "ip1", new Kept(12, 40), "ip2", new Kept(null, 6)));

    /** Smooth random pictures, run on the CPU engine. */
    private record Pictures(int images, long seed) implements Calibration {
        private static final int BATCH = 25;

        @Override
        public void observe(List<Probe> probes, Consumer<List<Tensor>> sink) {
            Random random = new Random(seed);
            try (Engine engine = Engine.open("cpu")) {
                for (int first = 0; first < images; first += BATCH) {
                    Tensor batch = batch(random);
                    List<Tensor> values = new ArrayList<>();
                    probes.forEach(probe -> values.add(value(engine, probe, batch)));
                    sink.accept(values);
                }
            }
        }

        private static Tensor value(Engine engine, Probe probe, Tensor batch) {
            if (probe.value().equals("input")) {
                return batch;
            }
            Graph graph = probe.graph();
            Graph front = new Graph(
                    graph.name(),
                    graph.inputs(),
                    List.of(new Port(probe.value(), DType.FLOAT32, null)),
                    graph.constants(),
                    graph.nodes(),
                    Map.of());
            try (Session session = engine.session(Model.of(new RemoveDeadNodes().apply(front), "front"))) {
                return session.run(Map.of("input", batch)).get(probe.value());
            }
        }

        /** Each pixel leans on the one before it and the one above it. */
        static Tensor batch(Random random) {
            float[] pixels = new float[BATCH * 28 * 28];
            for (int i = 0; i < pixels.length; i++) {
                float left = i % 28 == 0 ? 0 : pixels[i - 1];
                float above = i % 784 < 28 ? 0 : pixels[i - 28];
                pixels[i] = .45f * (left + above) + (float) random.nextGaussian() + .1f;
            }
            return Tensor.of(Shape.of(BATCH, 1, 28, 28), pixels);
        }
    }

    private static Compressed compress(boolean dataAware) {
        LowRankPlan plan = new LowRankPlan(RANKS, 1, 1, dataAware, 100, 1e-4, Selection.ALL);
        Surroundings around = new Surroundings(
                Reference::evaluate,
                Networks.shapes(LENET),
                new Pictures(100, 1),
                null,
                null,
                Notes.NONE,
                CompressListener.NONE);
        return Compressor.compress(LENET, new CompressionPlan(plan, null, null), around);
    }

    /** Relative distance of the outputs on pictures that nobody has seen yet. */
    private static double distance(Graph compressed) {
        Tensor batch = Pictures.batch(new Random(99));
        Tensor wanted = output(LENET, batch);
        Tensor given = output(compressed, batch);
        double difference = 0;
        double whole = 0;
        for (int i = 0; i < wanted.size(); i++) {
            difference += Math.pow(wanted.doubleAt(i) - given.doubleAt(i), 2);
            whole += Math.pow(wanted.doubleAt(i), 2);
        }
        return Math.sqrt(difference / whole);
    }

    private static Tensor output(Graph graph, Tensor batch) {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(Model.of(graph, "lenet"))) {
            return session.run(Map.of("input", batch)).values().iterator().next();
        }
    }

    @Test
    void theNetworkStaysCloserThanWithFactorsByWeights() {
        Compressed byWeights = compress(false);
        Compressed byData = compress(true);
        assertThat(distance(byData.graph())).isLessThan(.6 * distance(byWeights.graph()));
        for (int i = 1; i < 4; i++) {
            LayerReport weights = byWeights.layers().get(i);
            LayerReport data = byData.layers().get(i);
            assertThat(data.ranks()).isEqualTo(weights.ranks());
            assertThat(data.compressed()).isEqualTo(weights.compressed());
            assertThat(weights.outputError()).isNull();
            assertThat(data.outputError()).isBetween(0.0, 1.0);
            assertThat(data.weightError()).isGreaterThan(weights.weightError());
        }
    }

    /** Targets then are shared out by what outputs lose. */
    @Test
    void spectraAreThoseOfOutputs() {
        LowRankPlan plan = new LowRankPlan(new RankRule.Energy(.9), 1, 1, true, 100, 1e-4, Selection.ALL);
        Surroundings around = new Surroundings(
                Reference::evaluate,
                Networks.shapes(LENET),
                new Pictures(100, 1),
                null,
                null,
                Notes.NONE,
                CompressListener.NONE);
        Compressed byData = Compressor.decide(LENET, new CompressionPlan(plan, null, null), around);
        LowRankPlan plain = new LowRankPlan(new RankRule.Energy(.9), 1, 1, false, 100, 1e-4, Selection.ALL);
        Compressed byWeights = Compressor.decide(LENET, new CompressionPlan(plain, null, null), around);
        // outputs of noisy weights on smooth pictures hold their energy in fewer components
        assertThat(byData.layers().get(2).compressed().parameters())
                .isLessThan(byWeights.layers().get(2).compressed().parameters());
    }

    /** A layer that sees more than moments can be kept of gets factors by weights, and says so. */
    @Test
    void tooLargeALayerSaysThatImagesDoNotCount() {
        Graph large = Networks.flattened(Shape.of(1, 1, 91, 91), SmallModels.random(new Random(2), 3, 91 * 91));
        LowRankPlan plan = new LowRankPlan(
                new RankRule.Table(Map.of("fc", new Kept(null, 1))), 1, 1, true, 100, 1e-4, Selection.ALL);
        Calibration none = new Calibration() {
            @Override
            public int images() {
                return 1;
            }

            @Override
            public void observe(List<Probe> probes, Consumer<List<Tensor>> sink) {
                throw new AssertionError("nobody should look");
            }
        };
        Surroundings around = new Surroundings(
                Reference::evaluate, Networks.shapes(large), none, null, null, Notes.NONE, CompressListener.NONE);
        LayerReport layer = Compressor.compress(large, new CompressionPlan(plan, null, null), around)
                .layers()
                .getFirst();
        assertThat(layer.reason())
                .isEqualTo("ranks by the table; factors by weights, as moments of 8,281 inputs are too large");
        assertThat(layer.outputError()).isNull();
    }
}
