package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No kernel writes behind a buffer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentinelTest {
    private OpenClDriver device;

    @BeforeAll
    void open() {
        Required.device("opencl:0");
        device = OpenClDriver.open("opencl:0", Engine.userCache());
    }

    @AfterAll
    void close() {
        if (device != null) {
            assertThat(device.liveHandles()).isZero();
            device.close();
        }
    }

    /** All operands are inputs, so that they lie in the arena. */
    static List<OpCase> cases() {
        return OpCases.all().stream()
                .map(each -> new OpCase(each.name(), each.op(), each.operands(), 0, each.roundings(), each.magnitude()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stayIntact(OpCase each) {
        GuardedDriver guarded = new GuardedDriver(device);
        // the backend is not closed: it would close the device that the whole test uses
        GpuBackend backend = new GpuBackend(() -> guarded, Tuning.NONE, false, GuardedDriver.GUARD);
        try (Executable executable = backend.compile(each.graph())) {
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(each.inputs(), outputs, RunObserver.NONE);
            guarded.check();
        }
    }

    @Test
    void wouldBeSeenToBreak() {
        GuardedDriver guarded = new GuardedDriver(device);
        Launch fill = Launch.of("move/fill", Grid.cover(16, 16))
                .define("T", "int")
                .operands(0)
                .result(0)
                .ints(9);
        try (Memory arena = guarded.allocate(4096);
                Memory value = guarded.slice(arena, 0, Integer.BYTES);
                Memory eight = guarded.slice(arena, 1024, 8L * Integer.BYTES);
                BoundKernel nine = guarded.bind(guarded.build(fill), fill, List.of(value, arena))) {
            assertThat(eight.bytes()).isEqualTo(32);
            guarded.upload(Tensor.of(Shape.of(1), 7), value);
            guarded.check();
            guarded.launch(nine);
            assertThatThrownBy(guarded::check).isInstanceOf(AssertionError.class);
        }
    }
}
