package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Required;
import dev.lathe.backend.Backend;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.CountingDriver.Verb;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that fails at any moment leaves nothing behind, and the next session works. */
class DeviceFailureTest {
    private OpenClDriver device;
    private Graph graph;
    private Tensor image;

    @BeforeEach
    void open() {
        Required.device("opencl:0");
        device = OpenClDriver.open("opencl:0", Engine.userCache());
        Model model = Model.of(Zoo.graph("lenet5", 1), "lenet5");
        image = Tensor.zeros(TensorType.float32(Shape.of(1, 1, 28, 28)));
        for (int i = 0; i < image.size(); i++) {
            image.floats()[i] = i % 7 / 7f;
        }
        String input = model.inputs().get(0).name();
        graph = Passes.run(
                Passes.standard(Reference::evaluate), model.graph().bind(Map.of(input, image.shape()), Map.of()));
    }

    @AfterEach
    void close() {
        if (device != null) {
            assertThat(device.liveHandles()).isZero();
            device.close();
        }
    }

    /** One session on {@code driver}: prepares, runs twice, closes; returns the scores. */
    private Tensor session(GpuDriver driver) {
        // the backend is not closed: it would close the device that the whole test uses
        Backend backend = new GpuBackend(() -> driver, Tuning.NONE, false);
        try (Executable executable = backend.compile(graph)) {
            List<Tensor> outputs =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(List.of(image), outputs, RunObserver.NONE);
            executable.run(List.of(image), outputs, RunObserver.NONE);
            return outputs.get(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallMayFail(Verb verb) {
        CountingDriver counting = new CountingDriver(device, verb, -1);
        Tensor scores = session(counting);
        assertThat(counting.calls(verb)).isPositive();
        assertThat(device.liveHandles()).isZero();
        for (int k = 0; k < counting.calls(verb); k++) {
            CountingDriver failing = new CountingDriver(device, verb, k);
            assertThatThrownBy(() -> session(failing))
                    .as("call %d of %s", k, verb)
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("injected");
            assertThat(device.liveHandles()).as("after call %d of %s", k, verb).isZero();
        }
        assertThat(session(device).sameBits(scores)).isTrue();
    }

    @Test
    void aLostDeviceIsOpenedAnewForTheNextSession() {
        List<OpenClDriver> opened = new ArrayList<>();
        GpuBackend backend = new GpuBackend(
                () -> {
                    OpenClDriver driver = OpenClDriver.open("opencl:0", Engine.userCache());
                    opened.add(driver);
                    return opened.size() == 1 ? new CountingDriver(driver, Verb.LAUNCH, 12) : driver;
                },
                Tuning.NONE,
                false);
        try (backend) {
            List<Tensor> outputs;
            try (Executable lost = backend.compile(graph)) {
                outputs = lost.outputTypes().stream().map(Tensor::zeros).toList();
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 20; i++) {
                                lost.run(List.of(image), outputs, RunObserver.NONE);
                            }
                        })
                        .isInstanceOf(DeviceLostException.class);
                assertThatThrownBy(() -> lost.run(List.of(image), outputs, RunObserver.NONE))
                        .isInstanceOf(DeviceLostException.class);
            }
            try (Executable next = backend.compile(graph)) {
                next.run(List.of(image), outputs, RunObserver.NONE);
            }
            assertThat(opened).hasSize(2);
        }
        assertThat(opened).allMatch(driver -> driver.liveHandles() == 0);
    }

    @Test
    void tooMuchMemoryNamesDeviceAndSizes() {
        assertThatThrownBy(() -> device.allocate(Long.MAX_VALUE / 2))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("opencl:0")
                .hasMessageContaining(String.valueOf(Long.MAX_VALUE / 2))
                .hasMessageContaining(String.valueOf(device.traits().maxAllocation()));
    }

    @Test
    void aKernelThatDoesNotCompileBringsTheCompilersWords() {
        Launch launch = Launch.of("move/fill", Grid.cover(8, 8)).define("T", "no_such_type");
        assertThatThrownBy(() -> device.build(launch))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("opencl:0")
                .hasMessageContaining("move/fill")
                .hasMessageContaining("no_such_type");
    }

    @Test
    void aKernelThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> device.build(Launch.of("move/nothing", Grid.cover(8, 8))))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("kernels/move/nothing.cl");
    }

    @Test
    void groupsThatAreTooLargeAreRefusedWithBothSizes() {
        int group = Integer.highestOneBit(device.traits().maxGroup()) * 4;
        Launch launch = Launch.of("move/fill", Grid.cover(group, group)).define("T", "int");
        Program program = device.build(launch);
        assertThatThrownBy(() -> device.bind(program, launch, List.of()))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("move/fill")
                .hasMessageContaining(String.valueOf(group))
                .hasMessageContaining(String.valueOf(device.traits().maxGroup()));
    }
}
