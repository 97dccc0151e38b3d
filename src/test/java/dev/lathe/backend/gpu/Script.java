package dev.lathe.backend.gpu;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.ScriptDriver.Step;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device of certain traits does for a case, and what has to come out.
 *
 * @param wanted what each tensor that is downloaded has to hold
 * @param distance how far floats may lie off
 */
record Script(String name, Traits traits, List<Step> steps, Map<Tensor, Tensor> wanted, double distance) {
    private static final double ROUNDING = 0x1p-24;

    /** Empty where such a device refuses the operator. */
    static Optional<Script> of(GraphCase each, String device, Traits traits, Tuning tuning) {
        ScriptDriver driver = new ScriptDriver(traits);
        List<Tensor> results = each.expected();
        List<Tensor> actual =
                results.stream().map(result -> Tensor.zeros(result.type())).toList();
        try (GpuBackend backend = new GpuBackend(() -> driver, tuning, false);
                Executable executable = backend.compile(each.graph())) {
            executable.run(each.inputs(), actual, RunObserver.NONE);
        } catch (UnsupportedException e) {
            return Optional.empty();
        }
        Map<Tensor, Tensor> wanted = new IdentityHashMap<>();
        for (int i = 0; i < actual.size(); i++) {
            wanted.put(actual.get(i), results.get(i));
        }
        double distance = each.roundings() * ROUNDING * Math.abs(each.magnitude()) + Float.MIN_NORMAL;
        return Optional.of(new Script(each.name() + " on " + device, traits, driver.steps(), wanted, distance));
    }

    List<Launch> launches() {
        return steps.stream()
                .filter(Step.Run.class::isInstance)
                .map(step -> ((Step.Run) step).launch())
                .toList();
    }

    /** What has to be in a downloaded tensor. Words of faults are the only ones that are no results: no fault. */
    Tensor wanted(Step.Download download) {
        return wanted.getOrDefault(download.to(), Tensor.zeros(download.to().type()));
    }

    /** Equal for scripts that differ in nothing but how work-items are grouped. */
    List<?> essence() {
        return launches().stream()
                .map(launch -> List.of(
                        launch.kernel(),
                        launch.defines(),
                        traits.doubles() || !KernelSources.usesReals(launch.kernel()),
                        launch.args().stream().map(Script::essence).toList()))
                .toList();
    }

    private static Object essence(Arg arg) {
        return switch (arg) {
            case Arg.Table(Tensor values) -> List.of(values.type(), ScriptData.bytes(values));
            case Arg.Operand _, Arg.Result _, Arg.Scratch _, Arg.Ints _, Arg.Real _, Arg.Fault _ -> arg;
        };
    }
}
