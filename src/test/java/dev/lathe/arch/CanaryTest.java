package dev.lathe.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lathe.arch.canary.CanaryHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule that {@link CanaryHelper} breaks has to catch it. */
class CanaryTest {
    private final JavaClasses canary = new ClassFileImporter().importClasses(CanaryHelper.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LAYERS",
                "PROTOBUF_STAYS_IN_ONNX",
                "VECTOR_API_STAYS_IN_CPU",
                "ONLY_CLI_PRINTS",
                "EXCEPTIONS_ARE_SPECIFIC",
                "PACKAGES_ARE_NULL_MARKED",
                "STATICS_ARE_FINAL",
                "NOBODY_SETS_PROPERTIES",
                "ONLY_THE_EDGE_READS_THE_ENVIRONMENT",
                "NAMES_SAY_SOMETHING",
            })
    void theRuleCatchesTheCanary(String name) {
        var rule = ArchitectureRules.all().get(name);
        assertThat(rule).as(name).isNotNull();
        assertThatThrownBy(() -> rule.check(canary))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CanaryHelper");
    }
}
