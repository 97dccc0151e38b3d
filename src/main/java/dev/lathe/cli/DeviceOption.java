package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.graph.pass.Passes;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code --device} and {@code --threads}: where a model runs. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = Engine.AUTO,
            description = "cpu, cuda:0, opencl:0, reference, ... as 'lathe devices' lists them, or auto (default).")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "Host threads; default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--without-pass",
            paramLabel = "NAME",
            split = ",",
            description = "Graph passes to leave out, such as fuse-activation; see docs/passes.md.")
    private List<String> withoutPasses = List.of();

    @Option(
            names = "--host-operators",
            description = "Let the host run operators that the device refuses; without it they are an error.")
    private boolean hostOperators;

    /** The caller closes it. */
    Engine open(Command command) {
        return open(command, EngineOptions.MANY);
    }

    /** The caller closes it. */
    Engine open(Command command, int runs) {
        if (threads < 1) {
            throw command.usage("--threads must be at least 1, got " + threads);
        }
        if (!Passes.names().containsAll(withoutPasses)) {
            throw command.usage("--without-pass takes " + String.join(", ", Passes.names()));
        }
        EngineOptions options = EngineOptions.DEFAULT
                .withThreads(threads)
                .withoutPasses(Set.copyOf(withoutPasses))
                .withHostOperators(hostOperators)
                .withRuns(runs);
        return Engine.open(device, options);
    }
}
