package dev.lathe;

import dev.lathe.backend.Device;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this build must find: {@code cpu} and {@code reference} always, and the backends that the environment variable
 * {@code REQUIRE_BACKENDS} names, separated by commas.
 */
public final class Required {
    static final String VARIABLE = "REQUIRE_BACKENDS";

    private Required() {}

    static Set<String> backends() {
        Set<String> required = new TreeSet<>(Set.of("cpu", "reference"));
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            required.addAll(Set.of(named.strip().split("\\s*,\\s*")));
        }
        return required;
    }

    static Set<String> availableBackends() {
        StandIn.isLoaded();
        return Engine.devices().stream()
                .filter(Device::available)
                .map(Device::backend)
                .collect(Collectors.toSet());
    }

    /** Skips the test where {@code device} is absent, or fails it where its backend is required. */
    public static void device(String device) {
        String backend = device.split(":")[0];
        boolean present = availableBackends().contains(backend);
        if (!present && backends().contains(backend)) {
            throw new AssertionError(VARIABLE + " names " + backend + ", and there is none: " + Engine.devices());
        }
        Skip.unless(present, "there is no device " + device);
    }
}
