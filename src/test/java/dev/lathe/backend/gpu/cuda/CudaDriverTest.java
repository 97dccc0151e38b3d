package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.BoundKernel;
import dev.lathe.backend.gpu.GpuBackend;
import dev.lathe.backend.gpu.Memory;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.reference.Reference;
import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceLostException;
import dev.lathe.error.DeviceMemoryException;
import dev.lathe.error.KernelException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Tuning;
import dev.lathe.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver asks of CUDA, on a device on paper: what it makes, it gives back, whatever fails and when. */
class CudaDriverTest {
    private static final Set<String> GIVING_BACK = Set.of(
            "free",
            "freeHost",
            "destroyStream",
            "destroyEvent",
            "unloadModule",
            "destroyGraph",
            "releaseContext",
            "resetContext");

    private static final int OUT_OF_MEMORY = 2;
    private static final int ILLEGAL_ADDRESS = 700;
    private static final int LAUNCH_TIMEOUT = 702;
    private static final int MISALIGNED = 716;
    private static final int LAUNCH_FAILED = 719;

    private static CudaDriver open(FakeCalls calls) {
        return open(new PrimaryContexts(calls));
    }

    private static CudaDriver open(PrimaryContexts contexts) {
        return CudaDriver.open(new CudaDevice(0, contexts));
    }

    private static Graph lenet() {
        Graph graph = Zoo.graph("lenet5", 1);
        String input = graph.inputs().getFirst().name();
        return Passes.run(
                Passes.standard(Reference::evaluate), graph.bind(Map.of(input, Shape.of(1, 1, 28, 28)), Map.of()));
    }

    /** A backend that prepares a network, runs it once in a hurry and once with times, and closes all. */
    private static void session(FakeCalls calls) {
        PrimaryContexts contexts = new PrimaryContexts(calls);
        try (GpuBackend backend = new GpuBackend(() -> open(contexts), Tuning.NONE, false);
                Executable executable = backend.compile(lenet())) {
            Tensor image = Tensor.zeros(TensorType.float32(Shape.of(1, 1, 28, 28)));
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(List.of(image), outputs, RunObserver.NONE);
            executable.run(List.of(image), outputs, new Timed());
        }
    }

    private static final class Timed implements RunObserver.Timed {}

    @Test
    void aSessionGivesEverythingBack() {
        FakeCalls calls = FakeCalls.sound();
        session(calls);
        assertThat(calls.alive()).isEmpty();
        assertThat(calls.retained()).isZero();
        assertThat(calls.called())
                .contains("launch", "elapsed", "copyToDevice", "copyToHost", "loadModule", "launchGraph");
    }

    @ParameterizedTest
    @ValueSource(ints = {OUT_OF_MEMORY, ILLEGAL_ADDRESS, LAUNCH_TIMEOUT, MISALIGNED, LAUNCH_FAILED})
    void everyCallMayFail(int status) {
        FakeCalls counting = FakeCalls.sound();
        session(counting);
        for (int k = 0; k < counting.called().size(); k++) {
            FakeCalls failing = new FakeCalls(k, status);
            String call = counting.called().get(k);
            if (isGivingBack(counting.called(), k)) {
                continue;
            }
            assertThatThrownBy(() -> session(failing))
                    .as("call %d, %s", k, call)
                    .isInstanceOf(status == OUT_OF_MEMORY ? DeviceException.class : DeviceLostException.class)
                    .hasMessageContaining("INJECTED (" + status + ")");
            assertThat(failing.alive()).as("after call %d, %s", k, call).isEmpty();
            assertThat(failing.retained()).as("after call %d, %s", k, call).isZero();
        }
    }

    /** Whether call {@code k} frees something, or is in the way of that, or nobody waits for it any more. */
    private static boolean isGivingBack(List<String> called, int k) {
        boolean next = k + 1 < called.size() && GIVING_BACK.contains(called.get(k + 1));
        return next || GIVING_BACK.contains(called.get(k)) || k > called.lastIndexOf("synchronizeEvent");
    }

    @Test
    void aFailureToGiveBackKeepsNothingElse() {
        FakeCalls counting = FakeCalls.sound();
        session(counting);
        for (int k = 0; k < counting.called().size(); k++) {
            if (GIVING_BACK.contains(counting.called().get(k))) {
                FakeCalls failing = new FakeCalls(k, LAUNCH_FAILED);
                assertThatThrownBy(() -> session(failing)).isInstanceOf(DeviceLostException.class);
                assertThat(failing.alive()).as("after call %d", k).isEmpty();
                assertThat(failing.retained()).as("after call %d", k).isZero();
            }
        }
    }

    @Test
    void driversOfADeviceShareItsContextAndItsLoss() {
        FakeCalls calls = FakeCalls.sound();
        PrimaryContexts contexts = new PrimaryContexts(calls);
        CudaDriver one = open(contexts);
        CudaDriver two = open(contexts);
        assertThat(calls.retained()).isOne();
        contexts.take(0).lose();
        assertThatThrownBy(one::finish).isInstanceOf(DeviceLostException.class).hasMessageContaining("cuda:0");
        assertThatThrownBy(two::finish).isInstanceOf(DeviceLostException.class);
        try (CudaDriver fresh = open(contexts)) {
            fresh.finish();
            one.close();
            two.close();
            fresh.finish();
        }
        assertThat(calls.alive()).isEmpty();
    }

    @Test
    void largeTensorsGoThroughSmallPieces() {
        FakeCalls calls = FakeCalls.sound();
        // four pieces and a bit
        Tensor there = Tensor.zeros(TensorType.float32(Shape.of((4 << 20) + 7)));
        for (int i = 0; i < there.size(); i++) {
            there.floats()[i] = i * 3 % 1013;
        }
        Tensor back = Tensor.zeros(there.type());
        try (CudaDriver driver = open(calls);
                Memory memory = driver.allocate(there.type().bytes())) {
            driver.upload(there, memory);
            driver.download(memory, back);
        }
        assertThat(back.sameBits(there)).isTrue();
        assertThat(calls.called().stream().filter("copyToHost"::equals)).hasSize(5);
        assertThat(calls.called().stream().filter("allocateHost"::equals)).hasSize(2);
    }

    @Test
    void aModuleIsLoadedOnceForEachSetOfNumbers() {
        FakeCalls calls = FakeCalls.sound();
        try (CudaDriver driver = open(calls)) {
            Launch three = Launch.of("elementwise/activation", Grid.cover(8, 8))
                    .define("ACTIVATION", 2)
                    .define("ACTIVATION_A", "0x1.8p1f");
            driver.build(three);
            driver.build(three);
            driver.build(three.define("ACTIVATION_A", "0x1.0p0f"));
        }
        assertThat(calls.called().stream().filter("loadModule"::equals)).hasSize(2);
        assertThat(calls.alive()).isEmpty();
    }

    @Test
    void whatNoModuleIsForIsRefusedByName() {
        try (CudaDriver driver = open(FakeCalls.sound())) {
            assertThatThrownBy(() -> driver.build(
                            Launch.of("move/fill", Grid.cover(8, 8)).define("T", "half")))
                    .isInstanceOf(KernelException.class)
                    .hasMessage("cuda:0 (paper) has no kernel move/fill with {T=half}; kernels/ptx/variants.tsv lists"
                            + " those that there are");
        }
    }

    @Test
    void groupsThatAreTooLargeAreRefusedWithBothSizes() {
        try (CudaDriver driver = open(FakeCalls.sound())) {
            Launch launch = Launch.of("move/fill", Grid.cover(1024, 1024)).define("T", "int");
            assertThatThrownBy(() -> driver.bind(driver.build(launch), launch, List.of()))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("at most 512 items, wanted [1024]");
        }
    }

    @Test
    void tooMuchMemoryNamesDeviceAndSizes() {
        try (CudaDriver driver = open(FakeCalls.sound())) {
            assertThatThrownBy(() -> driver.allocate(Long.MAX_VALUE / 2))
                    .isInstanceOf(DeviceMemoryException.class)
                    .hasMessage("cuda:0 (paper) has 1073741824 bytes of memory, wanted " + Long.MAX_VALUE / 2);
        }
    }

    @Test
    void timesAreTheDevices() {
        FakeCalls calls = FakeCalls.sound();
        try (CudaDriver driver = open(calls);
                Memory to = driver.allocate(64)) {
            Launch launch =
                    Launch.of("move/fill", Grid.cover(8, 8)).define("T", "int").result(0);
            try (BoundKernel kernel = driver.bind(driver.build(launch), launch, List.of(to))) {
                assertThat(driver.time(kernel)).isEqualTo(250_000);
            }
            assertThat(driver.liveHandles()).isOne();
        }
        assertThat(calls.alive()).isEmpty();
    }
}
