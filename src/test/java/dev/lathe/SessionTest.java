package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.error.DeviceException;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Identity;
import dev.lathe.op.Reshape;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller of the façade may rely on. */
class SessionTest {
    private static final int THREADS = 8;
    private static final int CALLS = 200;

    private static Tensor image(long seed, int batch) {
        return SmallModels.random(new Random(seed), batch, 3, 9, 9);
    }

    @Test
    void cpuAgreesWithTheReference() {
        Model model = SmallModels.classifier(1);
        try (Engine cpu = Engine.open("cpu");
                Engine reference = Engine.open("reference");
                Session fast = cpu.session(model);
                Session slow = reference.session(model)) {
            for (int batch : new int[] {1, 2, 7}) {
                float[] got =
                        fast.run(Map.of("x", image(batch, batch))).get("y").floats();
                float[] wanted =
                        slow.run(Map.of("x", image(batch, batch))).get("y").floats();
                assertThat(got).hasSize(5 * batch);
                for (int i = 0; i < got.length; i++) {
                    // 175 + 27 terms of size about 10 each round by at most 2^-24
                    assertThat((double) got[i]).isCloseTo(wanted[i], within(2e-3));
                }
            }
        }
    }

    @Test
    void manyThreadsGetTheBitsOfOne() throws Exception {
        Model model = SmallModels.classifier(2);
        try (Engine engine = Engine.open("cpu", EngineOptions.DEFAULT.withThreads(2));
                Session session = engine.session(model);
                ExecutorService callers = Executors.newFixedThreadPool(THREADS)) {
            List<Tensor> alone = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                alone.add(session.run(Map.of("x", image(i, 1 + i % 3))).get("y"));
            }
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int mine = i;
                counts.add(callers.submit(() -> {
                    Tensor x = image(mine, 1 + mine % 3);
                    int same = 0;
                    for (int call = 0; call < CALLS; call++) {
                        same += session.run(Map.of("x", x)).get("y").sameBits(alone.get(mine)) ? 1 : 0;
                    }
                    return same;
                }));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(CALLS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#all")
    void outputsAreReused(String device) {
        try (Engine engine = Engine.open(device);
                Session session = engine.session(SmallModels.classifier(3))) {
            Tensor y = Tensor.of(Shape.of(2, 5), new float[10]);
            session.run(Map.of("x", image(1, 2)), Map.of("y", y));
            assertThat(y.sameBits(session.run(Map.of("x", image(1, 2))).get("y")))
                    .isTrue();
            Tensor wrong = Tensor.of(Shape.of(5, 2), new float[10]);
            assertThatThrownBy(() -> session.run(Map.of("x", image(1, 2)), Map.of("y", wrong)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("[2, 5]")
                    .hasMessageContaining("[5, 2]");
        }
    }

    @Test
    void wrongInputsAreRefusedWithNameAndShapes() {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(SmallModels.classifier(4))) {
            Tensor small = SmallModels.random(new Random(1), 1, 3, 8, 9);
            assertThatThrownBy(() -> session.run(Map.of("x", small)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("'x'")
                    .hasMessageContaining("[batch, 3, 9, 9]")
                    .hasMessageContaining("[1, 3, 8, 9]");
            assertThatThrownBy(() -> session.run(Map.of())).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> session.run(Map.of("x", image(1, 1), "z", image(1, 1))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("z");
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.of(Shape.of(1, 3, 9, 9), new int[243]))))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("FLOAT32");
        }
    }

    @Test
    void anAbsentDeviceIsAnErrorAndNamesThoseThatExist() {
        assertThatThrownBy(() -> Engine.open("cuda:7"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cuda:7")
                .hasMessageContaining("cpu");
        try (Engine engine = Engine.open("auto");
                Engine asked = Engine.open("reference")) {
            assertThat(engine.device().id()).isEqualTo("cpu");
            assertThat(engine.choice()).contains("cpu is the first available");
            assertThat(asked.choice()).isEqualTo("reference was asked for");
        }
    }

    @Test
    void asyncGivesTheSameAndCanBeCancelled() {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(SmallModels.classifier(5))) {
            Tensor wanted = session.run(Map.of("x", image(1, 1))).get("y");
            assertThat(session.runAsync(Map.of("x", image(1, 1)))
                            .join()
                            .get("y")
                            .sameBits(wanted))
                    .isTrue();
            CompletableFuture<Map<String, Tensor>> late = session.runAsync(Map.of("x", image(1, 500)));
            if (late.cancel(true)) {
                assertThatThrownBy(late::join).isInstanceOf(CancellationException.class);
            } else {
                assertThat(late.join().get("y").shape()).isEqualTo(Shape.of(500, 5));
            }
            assertThatThrownBy(() -> session.runAsync(Map.of()).join()).hasCauseInstanceOf(InputException.class);
        }
    }

    @Test
    void closingWaitsForRunningCallsAndRefusesLaterOnes() throws Exception {
        try (Engine engine = Engine.open("cpu");
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                Session session = engine.session(SmallModels.classifier(6));
                Tensor wanted = session.run(Map.of("x", image(1, 3))).get("y");
                List<Future<Boolean>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(callers.submit(() -> {
                        try {
                            return session.run(Map.of("x", image(1, 3)))
                                    .get("y")
                                    .sameBits(wanted);
                        } catch (InputException closed) {
                            return closed.getMessage().contains("closed");
                        }
                    }));
                }
                session.close();
                session.close();
                for (Future<Boolean> call : calls) {
                    assertThat(call.get()).isTrue();
                }
                assertThatThrownBy(() -> session.run(Map.of("x", image(1, 1))))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("closed");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#all")
    void anInputThatDecidesAShapeMayChangeFromCallToCall(String device) {
        Graph graph = new Graph(
                "reshape",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2, 3)), Port.of("shape", DType.INT64, Shape.of(2))),
                List.of(new Port("y", DType.FLOAT32, null)),
                Map.of(),
                List.of(new Node("r", new Reshape(false), List.of("x", "shape"), List.of("y"))),
                Map.of());
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(graph, "reshape"))) {
            Tensor x = Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);
            assertThat(session.run(Map.of("x", x, "shape", Tensor.vector(3, 2)))
                            .get("y")
                            .shape())
                    .isEqualTo(Shape.of(3, 2));
            Tensor shape = Tensor.vector(6, 1);
            assertThat(session.run(Map.of("x", x, "shape", shape)).get("y").shape())
                    .isEqualTo(Shape.of(6, 1));
            shape.longs()[0] = 1;
            shape.longs()[1] = 6;
            Tensor y = session.run(Map.of("x", x, "shape", shape)).get("y");
            assertThat(y.shape()).isEqualTo(Shape.of(1, 6));
            assertThat(y.floats()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#all")
    void inputsAndConstantsMayLeaveUnchanged(String device) {
        Tensor constant = Tensor.of(Shape.of(2), 7f, 8);
        Graph graph = new Graph(
                "through",
                List.of(Port.of("x", DType.FLOAT32, Shape.of(2))),
                List.of(
                        new Port("x", DType.FLOAT32, null),
                        new Port("c", DType.FLOAT32, null),
                        new Port("y", DType.FLOAT32, null),
                        new Port("y", DType.FLOAT32, null)),
                Map.of("c", constant),
                List.of(new Node("id", new Identity(), List.of("x"), List.of("y"))),
                Map.of());
        try (Engine engine = Engine.open(device);
                Session session = engine.session(Model.of(graph, "through"))) {
            Map<String, Tensor> results = session.run(Map.of("x", Tensor.of(Shape.of(2), 1f, 2)));
            assertThat(results.get("x").floats()).containsExactly(1, 2);
            assertThat(results.get("c").floats()).containsExactly(7, 8);
            assertThat(results.get("y").floats()).containsExactly(1, 2);
        }
    }

    @Test
    void sessionsOutliveTheirEngine() {
        Engine engine = Engine.open("cpu", EngineOptions.DEFAULT.withThreads(3));
        try (Session session = engine.session(SmallModels.classifier(9))) {
            Tensor before = session.run(Map.of("x", image(1, 2))).get("y");
            engine.close();
            engine.close();
            assertThat(session.run(Map.of("x", image(1, 2))).get("y").sameBits(before))
                    .isTrue();
            assertThat(session.run(Map.of("x", image(1, 5))).get("y").shape()).isEqualTo(Shape.of(5, 5));
        }
    }

    @Test
    void profileNamesEveryNode() {
        try (Engine engine = Engine.open("cpu");
                Session session = engine.session(SmallModels.classifier(8))) {
            List<LayerTime> times = session.profile(Map.of("x", image(1, 1))).layers();
            assertThat(times).extracting(LayerTime::node).contains("conv", "fc");
            assertThat(times).allMatch(time -> time.milliseconds() >= 0);
        }
    }
}
