package dev.lathe.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.SmallModels;
import dev.lathe.TestDevices;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.backend.gpu.cuda.CudaBackend;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.error.LimitException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Identity;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend's executables do. */
class ExecutableTest {
    /** Lets {@code allowed} nodes of the model run and remembers them, not what a backend puts between them. */
    private static final class Stopping implements RunObserver {
        private final List<String> ran = new ArrayList<>();
        private final int allowed;

        Stopping(int allowed) {
            this.allowed = allowed;
        }

        @Override
        public boolean cancelled() {
            return ran.size() >= allowed;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public void ran(Node node, long nanoseconds) {
            if (!(node.op() instanceof Identity)) {
                ran.add(node.name());
            }
        }
    }

    static Stream<BackendFactory> backends() {
        return Stream.of(CpuBackend.FACTORY, ReferenceBackend.FACTORY, OpenClBackend.FACTORY, CudaBackend.FACTORY)
                .filter(factory -> TestDevices.all().stream().anyMatch(id -> id.startsWith(factory.name())));
    }

    private static Graph classifier() {
        return SmallModels.classifier(1).graph().bind(Map.of("x", Shape.of(2, 3, 9, 9)), Map.of());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aRunStopsBeforeTheNextNodeOnceCancelled(BackendFactory factory) {
        try (Backend backend = factory.open(factory.devices().getFirst().id(), DeviceOptions.threads(2));
                Executable executable = backend.compile(classifier())) {
            Tensor x = SmallModels.random(new Random(1), 2, 3, 9, 9);
            Tensor y = Tensor.zeros(executable.outputTypes().get(0));
            Stopping stopping = new Stopping(2);
            assertThatThrownBy(() -> executable.run(List.of(x), List.of(y), stopping))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageFindingMatch("flatten|r \\[planar\\]");
            assertThat(stopping.ran).containsExactly("conv", "relu");
            Stopping patient = new Stopping(Integer.MAX_VALUE);
            executable.run(List.of(x), List.of(y), patient);
            assertThat(patient.ran).containsExactly("conv", "relu", "flatten", "fc");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatTheHeapCannotHoldIsRefusedBeforeItIsAllocated(BackendFactory factory) {
        List<Port> outputs = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            outputs.add(new Port("y" + i, DType.FLOAT32, null));
            nodes.add(new Node("n" + i, new Activate(new Activation.Relu()), List.of("x"), List.of("y" + i)));
        }
        Port input = Port.of("x", DType.FLOAT32, Shape.of(1 << 30));
        Graph graph = new Graph("large", List.of(input), outputs, Map.of(), nodes, Map.of());
        try (Backend backend = factory.open(factory.devices().getFirst().id(), DeviceOptions.threads(1))) {
            assertThatThrownBy(() -> backend.compile(graph))
                    .isInstanceOf(LimitException.class)
                    .hasMessageContaining("MB");
        }
    }
}
