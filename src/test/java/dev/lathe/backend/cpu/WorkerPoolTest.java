package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
    private static boolean eachOnce(Workers workers, int tasks) {
        AtomicIntegerArray done = new AtomicIntegerArray(tasks);
        workers.run(tasks, done::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
            if (done.get(i) != 1) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyTaskRunsOnceAndIsDoneOnReturn(int threads) {
        try (WorkerPool workers = new WorkerPool(threads)) {
            for (int tasks = 0; tasks < 300; tasks++) {
                assertThat(eachOnce(workers, tasks)).as("%d tasks", tasks).isTrue();
            }
        }
    }

    @Test
    void manyCallersShareThePool() throws Exception {
        try (WorkerPool workers = new WorkerPool(3);
                ExecutorService callers = Executors.newFixedThreadPool(6)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                int tasks = i % 40;
                results.add(callers.submit(() -> eachOnce(workers, tasks)));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    @Test
    void aFailureReachesTheCallerAndThePoolGoesOn() {
        try (WorkerPool workers = new WorkerPool(2)) {
            assertThatThrownBy(() -> workers.run(50, task -> {
                        if (task == 31) {
                            throw new IllegalStateException("task 31");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 31");
            assertThat(eachOnce(workers, 100)).isTrue();
        }
    }

    @Test
    void aClosedPoolStillRunsOnTheCaller() {
        WorkerPool workers = new WorkerPool(3);
        workers.close();
        workers.close();
        assertThat(eachOnce(workers, 10)).isTrue();
    }
}
