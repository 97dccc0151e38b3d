package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.graph.Dim;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a service that runs for weeks relies on: the same bits from every thread, and nothing that grows. */
class SoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final int THREADS = 8;

    /** What the JVM's own tables may grow by between two looks; a run of LeNet that leaked one tensor leaks more. */
    private static final long HEAP_SLACK = 4 << 20;

    /**
     * Compiled code, tables of the collector, and how much of the heap happens to be touched. A kilobyte or two that
     * every run left outside of the heap would be more.
     */
    private static final long RESIDENT_SLACK = 256 << 20;

    /** Bytes in use: of the heap after a collection, of buffers outside of it, and of the process (0 if not told). */
    private record Usage(long heap, long direct, long resident) {
        /** @param settled whether the heap was walked through often enough for the process to have its final size */
        static Usage now(boolean settled) {
            Runtime runtime = Runtime.getRuntime();
            long heap = Long.MAX_VALUE;
            // one collection may leave what finalises, or what a thread that ends still holds
            for (int i = 0; i < 3; i++) {
                System.gc();
                heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
            }
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Usage(heap, direct, settled ? residentSet() : 0);
        }

        private static long residentSet() {
            Path status = Path.of("/proc/self/status");
            if (!Files.isReadable(status)) {
                return 0;
            }
            try {
                String line = Files.readAllLines(status).stream()
                        .filter(l -> l.startsWith("VmRSS:"))
                        .findFirst()
                        .orElse("VmRSS: 0 kB");
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void assertFlatSince(Usage before, String what) {
            LOG.info("{}: {} before, {} after", what, before, this);
            assertThat(heap).as("heap after %s", what).isLessThan(before.heap + HEAP_SLACK);
            assertThat(direct).as("direct and mapped buffers after %s", what).isLessThanOrEqualTo(before.direct);
            assertThat(resident).as("resident set after %s", what).isLessThan(before.resident + RESIDENT_SLACK);
        }
    }

    private static Model zoo(String name) {
        return Model.of(Zoo.graph(name, 5), name);
    }

    private static Tensor input(Model model, int seed) {
        int[] dims = model.inputs().get(0).dims().stream().mapToInt(Dim::extent).toArray();
        dims[0] = 1 + seed % 2;
        return SmallModels.random(new Random(seed), dims);
    }

    @Test
    void manyThreadsGetTheBitsOfOne() throws Exception {
        assertSameBits("lenet5", 20);
    }

    @Test
    @Tag("soak")
    void manyThreadsGetTheBitsOfOneForLong() throws Exception {
        assertSameBits("lenet5", 1_000);
        assertSameBits("squeezenet1.1", 20);
    }

    private static void assertSameBits(String name, int calls) throws Exception {
        for (String device : TestDevices.fast()) {
            assertSameBits(device, name, calls);
        }
    }

    private static void assertSameBits(String device, String name, int calls) throws Exception {
        Model model = zoo(name);
        try (Engine engine = Engine.open(device);
                Session session = engine.session(model);
                ExecutorService callers = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Map<String, Tensor> inputs = Map.of("input", input(model, i));
                Tensor alone = session.run(inputs).get("output");
                counts.add(callers.submit(() -> {
                    int same = 0;
                    for (int call = 0; call < calls; call++) {
                        same += session.run(inputs).get("output").sameBits(alone) ? 1 : 0;
                    }
                    return same;
                }));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(calls);
            }
        }
    }

    @Test
    void twoSessionsOfOneEngineDoNotMeet() throws Exception {
        Model one = SmallModels.classifier(1);
        Model two = SmallModels.classifier(2);
        try (Engine engine = Engine.open("cpu", EngineOptions.DEFAULT.withThreads(3));
                Session first = engine.session(one);
                Session second = engine.session(two);
                ExecutorService callers = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Boolean>> same = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Session mine = i % 2 == 0 ? first : second;
                Map<String, Tensor> inputs = Map.of("x", input(mine.model(), i));
                Tensor alone = mine.run(inputs).get("y");
                same.add(callers.submit(() -> {
                    boolean all = true;
                    for (int call = 0; call < 300; call++) {
                        all &= mine.run(inputs).get("y").sameBits(alone);
                    }
                    return all;
                }));
            }
            for (Future<Boolean> all : same) {
                assertThat(all.get()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#fast")
    void runsLeaveNothingBehind(String device) {
        assertRunsAreFlat(device, 200, 1_000, false);
    }

    @ParameterizedTest
    @MethodSource("dev.lathe.TestDevices#fast")
    @Tag("soak")
    void manyRunsLeaveNothingBehind(String device) {
        assertRunsAreFlat(device, 20_000, 200_000, true);
    }

    private static void assertRunsAreFlat(String device, int first, int last, boolean settled) {
        Model model = zoo("lenet5");
        Map<String, Tensor> inputs = Map.of("input", input(model, 0));
        try (Engine engine = Engine.open(device);
                Session session = engine.session(model)) {
            Map<String, Tensor> outputs = Map.of("output", Tensor.of(Shape.of(1, 10), new float[10]));
            Usage before = null;
            for (int run = 1; run <= last; run++) {
                if (run % 2 == 0) {
                    session.run(inputs, outputs);
                } else {
                    assertThat(session.run(inputs)).hasSize(1);
                }
                if (run == first) {
                    before = Usage.now(settled);
                }
            }
            Usage.now(settled).assertFlatSince(before, last + " runs");
        }
    }

    @Test
    void enginesAndSessionsLeaveNothingBehind() throws InterruptedException {
        assertOpeningIsFlat(50, 10, false);
    }

    @Test
    @Tag("soak")
    void manyEnginesAndSessionsLeaveNothingBehind() throws InterruptedException {
        assertOpeningIsFlat(2_000, 500, true);
    }

    private static void assertOpeningIsFlat(int sessions, int engines, boolean settled) throws InterruptedException {
        Model model = zoo("lenet5");
        Map<String, Tensor> inputs = Map.of("input", input(model, 0));
        openAndClose(model, inputs, settled ? sessions : 10, settled ? engines : 5);
        List<Thread> threads = threads();
        Usage before = Usage.now(settled);
        openAndClose(model, inputs, sessions, engines);
        for (Thread thread : threads()) {
            if (!threads.contains(thread)) {
                // its engine is closed, so it ends by itself
                thread.join(10_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        Usage.now(settled).assertFlatSince(before, sessions + " sessions and " + engines + " engines");
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lathe-"))
                .toList();
    }

    private static void openAndClose(Model model, Map<String, Tensor> inputs, int sessions, int engines) {
        try (Engine engine = Engine.open("cpu")) {
            for (int i = 0; i < sessions; i++) {
                try (Session session = engine.session(model)) {
                    session.run(inputs);
                }
            }
        }
        for (int i = 0; i < engines; i++) {
            try (Engine engine = Engine.open("cpu", EngineOptions.DEFAULT.withThreads(4));
                    Session session = engine.session(model)) {
                session.run(inputs);
            }
        }
    }
}
