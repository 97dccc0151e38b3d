package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.SmallModels;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.CountingDriver.Verb;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
import dev.lathe.graph.Graph;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After a graph is compiled, a run only uploads, launches and downloads. */
class RepeatedRunsTest {
    @Test
    void allocateNothing() {
        assertFlat(500);
    }

    @Test
    @Tag("soak")
    void allocateNothingForLong() {
        assertFlat(100_000);
    }

    private static void assertFlat(int runs) {
        Required.device("opencl:0");
        Graph graph = SmallModels.classifier(1).graph().bind(Map.of("x", Shape.of(2, 3, 9, 9)), Map.of());
        try (OpenClDriver device = OpenClDriver.open("opencl:0", Engine.userCache())) {
            CountingDriver counting = new CountingDriver(device, Verb.ALLOCATE, -1);
            // the backend is not closed: it would close the device before its handles are counted
            GpuBackend backend = new GpuBackend(() -> counting, Tuning.NONE, false);
            try (Executable executable = backend.compile(graph)) {
                List<Tensor> x = List.of(SmallModels.random(new Random(1), 2, 3, 9, 9));
                List<Tensor> y =
                        executable.outputTypes().stream().map(Tensor::zeros).toList();
                executable.run(x, y, RunObserver.NONE);
                Tensor first = y.get(0).copy();
                int handles = device.liveHandles();
                List<Integer> before = calls(counting);
                for (int i = 0; i < runs; i++) {
                    executable.run(x, y, RunObserver.NONE);
                }
                assertThat(device.liveHandles()).isEqualTo(handles).isPositive();
                assertThat(calls(counting)).isEqualTo(before);
                assertThat(y.get(0).sameBits(first)).isTrue();
            }
            assertThat(device.liveHandles()).isZero();
        }
    }

    private static List<Integer> calls(CountingDriver counting) {
        return List.of(
                counting.calls(Verb.ALLOCATE),
                counting.calls(Verb.SLICE),
                counting.calls(Verb.BUILD),
                counting.calls(Verb.BIND));
    }
}
