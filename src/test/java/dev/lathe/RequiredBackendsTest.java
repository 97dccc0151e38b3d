package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Backends that this machine must have, whatever tests of others skip. */
class RequiredBackendsTest {
    @Test
    void arePresent() {
        assertThat(Required.availableBackends())
                .as("%s of %s", Required.VARIABLE, Engine.devices())
                .containsAll(Required.backends());
    }
}
