package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.backend.Device;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code lathe devices}. */
@CommandLine.Command(name = "devices", description = "List every backend and device, available or why not.")
final class DevicesCommand extends Command {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Device> devices = Engine.devices();
        Table table = new Table("id", "backend", "name", "units", "MiB", "driver", "available");
        for (Device d : devices) {
            table.row(
                    d.id(),
                    d.backend(),
                    d.name(),
                    d.computeUnits() == 0 ? "-" : d.computeUnits(),
                    d.memoryBytes() == 0 ? "-" : Numbers.whole(d.memoryBytes() >> 20),
                    d.driver(),
                    d.available() ? "yes" : "no: " + d.reason());
        }
        print(json, devices, table.toString());
        return DONE;
    }
}
