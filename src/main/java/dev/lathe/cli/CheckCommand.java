package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.check.CaseResult;
import dev.lathe.check.CaseResult.Status;
import dev.lathe.check.Conformance;
import dev.lathe.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe check}. */
@CommandLine.Command(name = "check", description = "Run test cases of the ONNX project and compare the results.")
final class CheckCommand extends Command {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A test case, or a folder of test cases.")
    private List<Path> folders;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only cases whose name contains a match.")
    private @Nullable Pattern filter;

    @Option(names = "--strict", description = "Fail also when a case is unsupported.")
    private boolean strict;

    @Mixin
    private DeviceOption device;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private record Case(String name, String status, String reason) {}

    private record Result(String device, int passed, int failed, int unsupported, List<Case> cases) {}

    @Override
    public Integer call() {
        List<Path> cases = folders.stream()
                .flatMap(folder -> Conformance.cases(folder).stream())
                .filter(path -> filter == null
                        || filter.matcher(path.toAbsolutePath()
                                        .normalize()
                                        .getFileName()
                                        .toString())
                                .find())
                .toList();
        List<CaseResult> results = new ArrayList<>();
        try (Engine engine = device.open(this);
                Progress progress = progress()) {
            for (Path each : cases) {
                progress.show("checking", results.size(), cases.size());
                results.add(Conformance.run(each, engine));
            }
            progress.erase();
            report(engine.device().id(), results);
        }
        return exitCode(results);
    }

    private int exitCode(List<CaseResult> results) {
        int failed = count(results, Status.FAILED);
        int unsupported = count(results, Status.UNSUPPORTED);
        if (results.isEmpty()) {
            warn("no case matches " + filter);
            return FAILED;
        }
        if (failed > 0 || strict && unsupported > 0) {
            warn(failed
                    + (failed == 1 ? " case failed" : " cases failed")
                    + (strict ? ", " + unsupported + " are unsupported" : ""));
            return FAILED;
        }
        return DONE;
    }

    private static int count(List<CaseResult> results, Status status) {
        return (int) results.stream().filter(r -> r.status() == status).count();
    }

    private void report(String deviceId, List<CaseResult> results) {
        List<Case> cases = results.stream()
                .map(r -> new Case(r.name(), r.status().name().toLowerCase(Locale.ROOT), r.reason()))
                .toList();
        Result result = new Result(
                deviceId,
                count(results, Status.PASSED),
                count(results, Status.FAILED),
                count(results, Status.UNSUPPORTED),
                cases);
        StringBuilder text = new StringBuilder();
        for (Case each : cases) {
            if (!each.status.equals("passed")) {
                text.append(each.status)
                        .append("  ")
                        .append(each.name)
                        .append(": ")
                        .append(each.reason)
                        .append('\n');
            }
        }
        text.append(deviceId).append(": ").append(result.passed).append(" passed, ");
        text.append(result.failed)
                .append(" failed, ")
                .append(result.unsupported)
                .append(" unsupported");
        print(json, result, text.toString());
    }
}
