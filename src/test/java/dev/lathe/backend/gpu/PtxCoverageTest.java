package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Model;
import dev.lathe.Skip;
import dev.lathe.backend.gpu.cuda.PtxVariants;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.reference.Reference;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.tune.Tuning;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** There is a module for everything that a CUDA device is asked for. */
class PtxCoverageTest {
    private static final Path MODELS = Path.of("..", "shared", "models");

    /** As CudaDevice.traits makes them of an H100. */
    private static final Traits CUDA = new Traits(false, 132, 1, 1024, 48 << 10, 256, true, false, 80L << 30);

    private final PtxVariants variants = PtxVariants.shipped();

    private void covers(Graph graph, Tuning tuning) {
        Set<String> missing = new TreeSet<>();
        int launches = 0;
        for (GpuProgram.LoweredNode node :
                GpuProgram.of(graph, CUDA, tuning, true, 0).nodes()) {
            Hoisting hoisting = node.hoisting();
            if (hoisting != null) {
                for (Launch launch : Stream.concat(hoisting.once().stream(), hoisting.always().stream())
                        .toList()) {
                    launches++;
                    if (variants.find(launch).isEmpty()) {
                        missing.add(launch.kernel() + " " + launch.defines());
                    }
                }
            }
        }
        assertThat(missing).as("of %d launches of %s", launches, graph.name()).isEmpty();
    }

    static List<GraphCase> cases() {
        return OpCases.everything();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ofEveryCase(GraphCase each) {
        covers(each.graph(), Chains.JOINED);
    }

    static List<String> networks() {
        return Zoo.names();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void ofEveryArchitecture(String name) {
        covers(prepared(Zoo.graph(name, 1), 1), Tuning.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void ofTrainedNetworks(int batch) throws IOException {
        Skip.unless(Files.isDirectory(MODELS), "no folder " + MODELS + " beside the project");
        try (Stream<Path> files = Files.list(MODELS)) {
            List<Path> models =
                    files.filter(file -> file.toString().endsWith(".onnx")).toList();
            assertThat(models).isNotEmpty();
            models.forEach(file -> covers(prepared(Model.load(file).graph(), batch), Tuning.NONE));
        }
    }

    private static Graph prepared(Graph graph, int batch) {
        Map<String, Shape> inputs = new HashMap<>();
        for (Port port : graph.inputs()) {
            inputs.put(port.name(), port.shape(batch));
        }
        return Passes.run(Passes.standard(Reference::evaluate), graph.bind(inputs, Map.of()));
    }

    @Test
    void nothingElseIsThere() {
        Launch unknown = Launch.of("conv/conv_strips", Grid.cover(1, 1));
        assertThat(variants.find(unknown)).isEmpty();
    }
}
