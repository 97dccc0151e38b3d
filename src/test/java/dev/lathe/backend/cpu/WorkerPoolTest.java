package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Two tasks that wait for each other, after a call so short that the sleeping worker comes too late for it. */
    @Test
    void aWorkerThatWakesLateHelpsWithTheCallThatIsUnderWay() throws InterruptedException {
        try (WorkerPool workers = new WorkerPool(2)) {
            for (int i = 0; i < 20; i++) {
                Thread.sleep(5);
                assertThat(eachOnce(workers, 2)).isTrue();
                CountDownLatch together = new CountDownLatch(2);
                AtomicInteger met = new AtomicInteger();
                workers.run(2, task -> {
                    together.countDown();
                    if (meets(together)) {
                        met.incrementAndGet();
                    }
                });
                assertThat(met).hasValue(2);
            }
        }
    }

    private static boolean meets(CountDownLatch together) {
        try {
            return together.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
