package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import picocli.CommandLine.Option;

/** {@code --device} and {@code --threads}: where a model runs. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = Engine.AUTO,
            description = "cpu, reference, ... as 'lathe devices' lists them, or auto (default).")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "Host threads; default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** The caller closes it. */
    Engine open(Command command) {
        if (threads < 1) {
            throw command.usage("--threads must be at least 1, got " + threads);
        }
        return Engine.open(device, EngineOptions.DEFAULT.withThreads(threads));
    }
}
