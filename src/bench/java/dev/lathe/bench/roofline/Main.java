package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.bench.Program;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import dev.lathe.tune.Tuning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lathe roofline}: exit code 0 done, 1 failed, 2 wrong usage. */
@CommandLine.Command(
        name = "lathe roofline",
        description = "Predict what networks take on NVIDIA's cards; with --device, measure and compare.")
final class Main implements Callable<Integer> {
    private static final double DECOMPOSED = 4.93;

    /** Tucker's convolutions as three launches. */
    private static final Tuning APART =
            (kernel, problem) -> kernel.equals("conv_tucker") ? Optional.of(Map.of("JOINED", 0)) : Optional.empty();

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--batch", paramLabel = "N", split = ",", description = "Images of a run; default 1,8.")
    private List<Integer> batches = List.of(1, 8);

    @Option(names = "--layers", description = "Also a line for each launch of each network.")
    private boolean layers;

    @Option(names = "--kernels", description = "Also registers and occupancy of each kernel; needs nvcc and ptxas.")
    private boolean kernels;

    @Option(names = "--device", paramLabel = "ID", description = "Measure on it, such as cuda:0.")
    private String device = "";

    @Option(names = "--card", paramLabel = "NAME", description = "Only cards whose name contains this.")
    private String card = "";

    private final Map<String, Launch> variants = new LinkedHashMap<>();

    private Main() {}

    public static void main(String[] args) {
        Program.run(new Main(), args);
    }

    @Override
    public Integer call() {
        Table totals =
                new Table("network", "batch", "card", "GMAC", "ms", "images/s", "TFLOP/s", "measured ms", "ratio");
        for (String architecture : List.of("vgg16", "resnet50")) {
            for (int batch : batches) {
                Network network = Network.of(architecture, batch);
                add(totals, network, network.name(), Tuning.NONE);
                if (architecture.equals("vgg16")) {
                    Network decomposed = network.decomposed(DECOMPOSED);
                    add(totals, decomposed, decomposed.name() + " in three", APART);
                    add(totals, decomposed, decomposed.name(), Tuning.NONE);
                }
            }
        }
        say(totals.toString());
        if (kernels) {
            say(compiled().toString());
        }
        return 0;
    }

    private void add(Table totals, Network network, String name, Tuning tuning) {
        double measured = tuning == APART || device.isEmpty() ? 0 : Measured.of(device, network);
        cards().forEach(each -> {
            Table lines = new Table("layer", "kernel", "multiply", "move", "wait", "ms");
            double ms = 0;
            for (Step step : Step.all(network.layers(), each, tuning)) {
                for (Prediction part : Prediction.of(step, each)) {
                    ms += part.ms();
                    lines.row(
                            step.name(),
                            label(part.launch()),
                            us(part.multiplying()),
                            us(part.moving()),
                            us(part.waiting()),
                            Numbers.digits(part.ms()));
                }
            }
            if (layers) {
                say(name + ", batch " + network.batch() + ", " + each.name() + "\n" + lines + "\n");
            }
            double gigamacs = network.macs() / 1e9;
            totals.row(
                    name,
                    network.batch(),
                    each.name(),
                    Numbers.digits(gigamacs),
                    Numbers.digits(ms),
                    Numbers.digits(network.batch() * 1e3 / ms),
                    Numbers.digits(2 * gigamacs / ms),
                    measured == 0 ? "-" : Numbers.digits(measured),
                    measured == 0 ? "-" : Numbers.digits(measured / ms));
        });
    }

    private Stream<Card> cards() {
        return Card.ALL.stream().filter(each -> each.name().contains(card));
    }

    private static String us(double ms) {
        return Numbers.digits(1e3 * ms);
    }

    private String label(Launch launch) {
        String label = launch.entry();
        if (launch.entry().equals("conv_tiled")) {
            TileFigures tile = TileFigures.of(launch);
            label += " " + tile.rows() + "x" + tile.columns() + "x" + tile.depth();
        } else if (launch.entry().equals("conv_tucker")) {
            variants.putIfAbsent(label, launch);
            return label;
        } else if (launch.defines().containsKey("TILE_OUT")) {
            label += " F(" + launch.defines().get("TILE_OUT") + ")";
        } else {
            return label;
        }
        variants.putIfAbsent(label, launch);
        return label;
    }

    private Table compiled() {
        Table table = new Table("kernel", "card", "registers", "spilled", "shared", "occupancy", "share", "MAC/byte");
        variants.forEach((label, launch) -> cards().filter(each -> !each.name().contains("80GB"))
                .forEach(each -> {
                    Compiled compiled = Compiled.of(launch, each.architecture());
                    int threads = launch.grid().groupSize();
                    double occupancy = each.occupancy(threads, compiled.registers(), compiled.shared());
                    boolean tiled = launch.entry().equals("conv_tiled");
                    table.row(
                            label,
                            each.name(),
                            compiled.registers(),
                            compiled.spilled(),
                            compiled.shared(),
                            Numbers.percent(occupancy),
                            tiled ? Numbers.percent(TileFigures.of(launch).share()) : "-",
                            tiled ? Numbers.digits(TileFigures.of(launch).intensity()) : "-");
                }));
        return table;
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
