package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.GpuProgram.LoweredNode;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Identity;
import dev.lathe.op.Op;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tucker's three convolutions become one launch where nobody else wants what lies between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuckerChainsTest {
    private static final Traits GPU = new Traits(false, 16, 1, 256, 32 << 10, 256, true, false, 1L << 30);
    private static final ChainCase CASE = ChainCases.all().getFirst();

    private GpuBackend backend;

    @BeforeAll
    void open() {
        Required.device("opencl:0");
        backend = new GpuBackend(
                () -> {
                    GpuDriver driver = OpenClDriver.open("opencl:0", Engine.userCache());
                    return new DisguisedDriver(driver, DisguisedDriver.gpu(driver.traits(), 256));
                },
                Chains.JOINED,
                false);
    }

    @AfterAll
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    static List<ChainCase> cases() {
        return ChainCases.all();
    }

    private static GpuProgram program(Graph graph, Traits traits) {
        return GpuProgram.of(graph, traits, Chains.JOINED, false, 0);
    }

    /** Kernels of every run. */
    private static List<String> kernels(Graph graph, Traits traits) {
        return program(graph, traits).nodes().stream()
                .flatMap(node -> node.hoisting().always().stream())
                .map(Launch::entry)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areOneLaunchThatAgreesWithTheReference(ChainCase each) {
        assertThat(kernels(each.graph(), GPU)).containsExactly("conv_tucker");
        each.assertAgrees(backend);
    }

    @Test
    void packTheirWeightsOnceAndNeedNoMemoryBetween() {
        GpuProgram program = program(CASE.graph(), GPU);
        LoweredNode last = program.nodes().getLast();
        assertThat(last.hoisting().once())
                .extracting(Launch::entry)
                .containsOnly("pack_filters")
                .hasSize(3);
        assertThat(last.hoisting().kept()).containsExactlyInAnyOrder(0, 1, 2);
        long x = Math.ceilDiv(CASE.x().type().bytes(), GPU.alignment()) * GPU.alignment();
        long y = Math.ceilDiv(CASE.expected().getFirst().type().bytes(), GPU.alignment()) * GPU.alignment();
        assertThat(program.plan().bytes()).isEqualTo(x + y);
    }

    @Test
    void reportTheirTimeAtTheLastNode() {
        Map<String, Long> times = new LinkedHashMap<>();
        RunObserver watch = new RunObserver.Timed() {
            @Override
            public void ran(Node node, long nanoseconds) {
                times.put(node.name(), nanoseconds);
            }
        };
        try (Executable executable = backend.compile(CASE.graph())) {
            executable.run(
                    CASE.inputs(), List.of(Tensor.zeros(executable.outputTypes().getFirst())), watch);
        }
        assertThat(times).containsOnlyKeys("part0", "part1", "part2").containsEntry("part0", 0L);
        assertThat(times.get("part2")).isPositive();
    }

    /** The chain with other nodes behind it, and other outputs. */
    private static Graph with(List<Node> more, String... outputs) {
        Graph graph = CASE.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.addAll(more);
        List<Port> ports = Stream.of(outputs)
                .map(name -> Port.of(name, DType.FLOAT32, shape(name)))
                .toList();
        return new Graph("chain", graph.inputs(), ports, graph.constants(), nodes, Map.of());
    }

    private static Shape shape(String value) {
        int filters =
                switch (value) {
                    case "u", "copy" -> 3;
                    case "v" -> 5;
                    default -> 7;
                };
        return Shape.of(1, filters, 9, 11);
    }

    @Test
    void areThreeWhereSomebodyElseWantsWhatLiesBetween() {
        assertThat(kernels(with(List.of(), "y", "u"), GPU))
                .contains("conv_tiled")
                .doesNotContain("conv_tucker");
        assertThat(kernels(with(List.of(), "v", "y"), GPU))
                .contains("conv_tiled")
                .doesNotContain("conv_tucker");
        Node copy = new Node("copy", new Activate(new Activation.Relu()), List.of("u"), List.of("copy"));
        assertThat(kernels(with(List.of(copy), "y", "copy"), GPU))
                .contains("conv_tiled")
                .doesNotContain("conv_tucker");
    }

    /** The chain with operator {@code index} replaced. */
    private static Graph replaced(int index, Op op) {
        Graph graph = CASE.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(index, nodes.get(index).withOp(op));
        return new Graph("chain", graph.inputs(), graph.outputs(), graph.constants(), nodes, Map.of());
    }

    @Test
    void areThreeWhereSomethingIsDoneBetween() {
        Epilogue relu = new Epilogue(false, new Activation.Relu());
        for (int index = 0; index < 2; index++) {
            Conv conv = CASE.ops().get(index);
            Graph graph = replaced(index, new Conv(conv.window(), conv.groups(), relu));
            assertThat(kernels(graph, GPU)).contains("conv_tiled").doesNotContain("conv_tucker");
        }
    }

    @Test
    void areThreeOnCpusAndOnSmallGpus() {
        Traits cpu = new Traits(true, 2, 8, 4096, 32 << 10, 128, true, true, 1L << 30);
        Traits smallGroups = new Traits(false, 16, 1, 128, 32 << 10, 256, true, false, 1L << 30);
        Traits littleMemory = new Traits(false, 16, 1, 256, 16 << 10, 256, true, false, 1L << 30);
        for (Traits traits : List.of(cpu, smallGroups, littleMemory)) {
            assertThat(kernels(CASE.graph(), traits)).doesNotContain("conv_tucker");
        }
    }

    @Test
    void leaveTheNodesAroundThemAlone() {
        Node view = new Node("view", new Identity(), List.of("y"), List.of("z"));
        Node relu = new Node("relu", new Activate(new Activation.Relu()), List.of("z"), List.of("r"));
        assertThat(kernels(with(List.of(view, relu), "r"), GPU)).containsExactly("conv_tucker", "activation");
    }
}
