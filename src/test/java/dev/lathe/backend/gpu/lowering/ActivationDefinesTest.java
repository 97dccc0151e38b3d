package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.lathe.op.Activation;
import org.junit.jupiter.api.Test;

class ActivationDefinesTest {
    @Test
    void noActivationNeedsNoDefine() {
        assertThat(ActivationDefines.of(null)).isEmpty();
    }

    @Test
    void constantsAreExact() {
        assertThat(ActivationDefines.of(new Activation.HardSigmoid(0.75f, -0.5f)))
                .containsOnly(
                        entry("ACTIVATION", "8"),
                        entry("ACTIVATION_A", "0x1.8p-1f"),
                        entry("ACTIVATION_B", "(-0x1.0p-1f)"));
    }

    @Test
    void theUpperBoundOfClipWins() {
        assertThat(ActivationDefines.of(new Activation.Clip(2, 1)))
                .containsEntry("ACTIVATION_A", "0x1.0p0f")
                .containsEntry("ACTIVATION_B", "0x1.0p0f");
    }

    @Test
    void infiniteBoundsHaveNames() {
        assertThat(ActivationDefines.of(new Activation.Clip(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)))
                .containsEntry("ACTIVATION_A", "(-INFINITY)")
                .containsEntry("ACTIVATION_B", "INFINITY");
    }
}
