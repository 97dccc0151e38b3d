package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.Device;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Backends that this machine must have, whatever tests of others skip: {@code cpu} and {@code reference} always, and
 * those that the environment variable {@code REQUIRE_BACKENDS} names, separated by commas.
 */
class RequiredBackendsTest {
    private static final String VARIABLE = "REQUIRE_BACKENDS";

    @Test
    void arePresent() {
        Set<String> required = new TreeSet<>(Set.of("cpu", "reference"));
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            required.addAll(Set.of(named.strip().split("\\s*,\\s*")));
        }
        Set<String> available = Engine.devices().stream()
                .filter(Device::available)
                .map(Device::backend)
                .collect(Collectors.toSet());
        assertThat(available).as("%s of %s", VARIABLE, Engine.devices()).containsAll(required);
    }
}
