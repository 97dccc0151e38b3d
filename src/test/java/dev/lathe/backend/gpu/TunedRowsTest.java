package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.Required;
import dev.lathe.Session;
import dev.lathe.SmallModels;
import dev.lathe.Tolerance;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.gpu.lowering.Tunables;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
import dev.lathe.backend.reference.Reference;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.TuningDatabase;
import dev.lathe.tune.TuningFiles;
import dev.lathe.tune.TuningTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every shipped row and every candidate of a search builds and computes what it should. */
class TunedRowsTest {
    private static final int GPU_GROUP = 256;

    /** As in {@link OpCasesTest}. */
    private static final int AMPLIFIED = 100;

    private static GpuDriver driver(TunedKernel kernel) {
        GpuDriver driver = OpenClDriver.open("opencl:0", Engine.userCache());
        Traits traits = driver.traits();
        boolean gpu = kernel == TunedKernel.CONV_TILED;
        return new DisguisedDriver(driver, gpu ? DisguisedDriver.gpu(traits, GPU_GROUP) : traits);
    }

    private static Set<Map<String, Integer>> rows(TunedKernel kernel, Traits device) {
        TuningTable shipped = TuningFiles.shipped(kernel, complaint -> {
            throw new AssertionError(complaint);
        });
        Set<Map<String, Integer>> rows = new HashSet<>(shipped.rows().values());
        assertThat(rows).allMatch(defines -> Tunables.complaint(kernel, defines).isEmpty());
        rows.addAll(Tunables.candidates(kernel, device));
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void rowsGiveRightResults(TunedKernel kernel) {
        Required.device("opencl:0");
        Set<Map<String, Integer>> rows;
        try (GpuDriver driver = driver(kernel)) {
            rows = rows(kernel, driver.traits());
        }
        List<OpCase> cases = Stream.of("conv 3x3", "conv 3x3 unpadded")
                .map(name -> ConvCases.all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
        for (Map<String, Integer> defines : rows) {
            try (GpuBackend backend = new GpuBackend(
                    () -> driver(kernel),
                    (asked, _) -> asked.equals(kernel.entry()) ? Optional.of(defines) : Optional.empty(),
                    false)) {
                cases.forEach(each -> runs(backend, each, kernel == TunedKernel.WINOGRAD ? AMPLIFIED : 1));
            }
        }
    }

    private static void runs(GpuBackend backend, OpCase each, int amplified) {
        Tensor expected = Reference.evaluate(each.op(), each.operands()).getFirst();
        try (Executable executable = backend.compile(each.graph())) {
            Tensor actual = Tensor.zeros(executable.outputTypes().getFirst());
            executable.run(each.inputs(), List.of(actual), RunObserver.NONE);
            Tolerance.assertClose(actual, expected, amplified * each.roundings(), each.magnitude());
        }
    }

    @Test
    void nonsenseInTheUsersTablesChangesNothing(@TempDir Path cache) throws IOException {
        Required.device("opencl:0");
        Path folder = Files.createDirectories(TuningDatabase.folder(cache));
        Files.writeString(
                TuningFiles.file(folder, TunedKernel.CONV_STRIPS),
                "scope\tproblem\tFILTERS\tVECTORS\tBAND\ndefault\t*\t999\t999\t0\nbroken\n");
        Files.writeString(TuningFiles.file(folder, TunedKernel.WINOGRAD), "\u0000");
        Model model = SmallModels.classifier(1);
        Map<String, Tensor> inputs = Map.of("x", SmallModels.random(new Random(2), 2, 3, 9, 9));
        Tensor expected = run(model, inputs, EngineOptions.DEFAULT);
        Tensor actual = run(model, inputs, EngineOptions.DEFAULT.withCache(Optional.of(cache)));
        assertThat(actual.sameBits(expected)).isTrue();
    }

    private static Tensor run(Model model, Map<String, Tensor> inputs, EngineOptions options) {
        try (Engine engine = Engine.open("opencl:0", options);
                Session session = engine.session(model)) {
            return session.run(inputs).get("y");
        }
    }
}
