package dev.lathe.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the project to {@link ArchitectureRules}; {@link CanaryTest} proves that they bite. */
class ArchitectureTest {
    /** Fewer classes than this mean that the importer looked in the wrong place. */
    private static final int FEWEST_CLASSES = 80;

    private static final int RULES = 19;

    private final JavaClasses project =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.lathe");

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return ArchitectureRules.all().entrySet().stream()
                .map(rule -> dynamicTest(rule.getKey(), () -> rule.getValue().check(project)));
    }

    @Test
    void theClassesAreFound() {
        assertThat(project.size()).isGreaterThan(FEWEST_CLASSES);
    }

    @Test
    void theRulesAreFound() {
        assertThat(ArchitectureRules.all()).hasSize(RULES);
    }
}
