package dev.lathe.bench.convolution;

import dev.lathe.bench.Program;
import dev.lathe.report.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lathe convolutions}: exit code 0 done, 1 failed or results that differ, 2 wrong usage. */
@CommandLine.Command(
        name = "lathe convolutions",
        description = "Measure convolutions on the CPU, on an OpenCL device and in CLBlast on that device, in turns.")
final class Main implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--device", paramLabel = "ID", description = "A whole OpenCL device; default opencl:0.")
    private String device = "opencl:0";

    @Option(
            names = "--shapes",
            paramLabel = "TEXT",
            split = ",",
            description = "Only problems whose name contains one of these, such as 56x56 or 1x1.")
    private List<String> shapes = List.of("");

    @Option(names = "--seconds", paramLabel = "S", description = "Measured running per engine and problem; default 2.")
    private double seconds = 2;

    @Option(
            names = "--clblast-seconds",
            paramLabel = "S",
            description = "Most for CLBlast per problem, but for two runs; default 8. A first run longer than that is"
                    + " the only one.")
    private double clblastSeconds = 8;

    @Option(names = "--without-clblast", description = "Leave CLBlast out.")
    private boolean withoutClBlast;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random data; default 1.")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private Main() {}

    public static void main(String[] args) {
        Program.run(new Main(), args);
    }

    @Override
    public Integer call() {
        List<Problem> problems = Problem.SUITE.stream()
                .filter(problem -> shapes.stream().anyMatch(problem.label()::contains))
                .toList();
        if (problems.isEmpty()) {
            throw usage("no problem is called so; there are "
                    + Problem.SUITE.stream().map(Problem::label).toList());
        }
        if (!device.matches("opencl:\\d{1,6}") || !(seconds > 0) || !(clblastSeconds > 0)) {
            throw usage("--device wants a whole OpenCL device such as opencl:0, --seconds more than 0");
        }
        var options = new Measurement.Options(device, seconds, clblastSeconds, !withoutClBlast, seed);
        try (Measurement measurement = new Measurement(options, this::say)) {
            Report report = measurement.run(problems);
            spec.commandLine().getOut().println(json ? Json.text(report) : ReportText.of(report));
            return report.passed() ? 0 : FAILED;
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
