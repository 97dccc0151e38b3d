package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {
    @Test
    void eachIsChangedByItself() {
        EngineOptions options = EngineOptions.DEFAULT
                .withThreads(3)
                .withoutPasses(Set.of("fuse-padding"))
                .withHostOperators(true)
                .withCache(Optional.empty())
                .withRuns(1);
        assertThat(options).isEqualTo(new EngineOptions(3, Set.of("fuse-padding"), true, Optional.empty(), 1));
        assertThat(EngineOptions.DEFAULT.runs()).isEqualTo(EngineOptions.MANY);
    }

    @Test
    void noThreadAndNoRunAreRefused() {
        assertThatThrownBy(() -> EngineOptions.DEFAULT.withThreads(0)).hasMessage("threads must be at least 1, got 0");
        assertThatThrownBy(() -> EngineOptions.DEFAULT.withRuns(0)).hasMessage("runs must be at least 1, got 0");
    }
}
