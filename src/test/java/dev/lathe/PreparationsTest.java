package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which executables are kept, and when those that are not are closed. */
class PreparationsTest {
    /** Remembers that it was closed. */
    private static final class Counted implements Executable {
        private int closed;

        @Override
        public List<TensorType> outputTypes() {
            return List.of();
        }

        @Override
        public void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer) {
            throw new AssertionError("nobody runs this");
        }

        @Override
        public long bytes() {
            return 1;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final List<Counted> made = new ArrayList<>();
    private final Preparations preparations = new Preparations(_ -> {
        made.add(new Counted());
        return made.getLast();
    });

    private Preparations.Lease lease(int batch) {
        return preparations.lease(new Preparations.Key(Map.of("x", Shape.of(batch)), Map.of()));
    }

    private List<Integer> closed() {
        return made.stream().map(executable -> executable.closed).toList();
    }

    @Test
    void onlyTheLastFewShapesAreKept() {
        for (int batch = 1; batch <= Preparations.KEPT + 2; batch++) {
            lease(batch).close();
        }
        assertThat(made).hasSize(Preparations.KEPT + 2);
        assertThat(closed()).startsWith(1, 1).endsWith(0, 0, 0, 0);
        assertThat(preparations.bytes()).isEqualTo(Preparations.KEPT);
        lease(Preparations.KEPT + 2).close();
        assertThat(made).as("a kept one serves again").hasSize(Preparations.KEPT + 2);
        lease(1).close();
        assertThat(made).as("one that went is made again").hasSize(Preparations.KEPT + 3);
    }

    @Test
    void oneThatRunsIsClosedOnlyAfterwards() {
        Preparations.Lease running = lease(1);
        for (int batch = 2; batch <= Preparations.KEPT + 1; batch++) {
            lease(batch).close();
        }
        assertThat(closed()).containsOnly(0);
        running.close();
        assertThat(closed()).startsWith(1).endsWith(0, 0, 0, 0);
    }

    @Test
    void closingClosesEveryOneOnce() {
        lease(1).close();
        lease(2).close();
        preparations.close();
        preparations.close();
        assertThat(closed()).containsExactly(1, 1);
        assertThatThrownBy(() -> lease(1)).isInstanceOf(InputException.class).hasMessageContaining("closed");
    }
}
