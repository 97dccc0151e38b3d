package dev.lathe.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.Skip;
import dev.lathe.check.CaseResult.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ONNX's own test cases, where the environment variable {@code LATHE_ONNX_CASES} names their folder. Once it is set,
 * nothing is skipped.
 */
class OnnxCasesTest {
    private static final String VARIABLE = "LATHE_ONNX_CASES";

    @ParameterizedTest
    @CsvSource({
        "cpu, node, 629",
        "reference, node, 629",
        "opencl:0, node, 629",
        "cuda:0, node, 629",
        "cpu, pytorch-converted, 82",
        "reference, pytorch-converted, 82",
        "opencl:0, pytorch-converted, 82",
        "cuda:0, pytorch-converted, 82",
        "cpu, pytorch-operator, 35",
        "reference, pytorch-operator, 35",
        "opencl:0, pytorch-operator, 35",
        "cuda:0, pytorch-operator, 35",
    })
    void passOrAreRefusedWithAReason(String device, String suite, int passed) {
        Required.device(device);
        String folder = System.getenv(VARIABLE);
        Skip.unless(folder != null, VARIABLE + " names no folder of ONNX test cases");
        Path cases = Path.of(folder, suite);
        assertThat(Files.isDirectory(cases)).as("%s", cases).isTrue();
        try (Engine engine = Engine.open(device)) {
            List<CaseResult> results = Conformance.cases(cases).stream()
                    .map(target -> Conformance.run(target, engine))
                    .toList();
            assertThat(results).filteredOn(r -> r.status() == Status.FAILED).isEmpty();
            assertThat(results).filteredOn(r -> r.status() == Status.PASSED).hasSizeGreaterThanOrEqualTo(passed);
            assertThat(results)
                    .filteredOn(r -> r.status() == Status.UNSUPPORTED)
                    .allMatch(r -> r.reason().contains("not supported")
                            || r.reason().length() > r.name().length() + 20);
        }
    }
}
