package dev.lathe.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of daemon threads that work for whoever calls {@link #run}. The caller works too, so a call ends even
 * when all of them are busy with somebody else's tasks. Waiting spins for a short while before it parks: the next layer
 * usually follows within microseconds.
 */
final class WorkerPool implements Workers, AutoCloseable {
    /** About twenty microseconds: longer than the gap between two layers, too short to be noticed when idle. */
    private static final int SPINS = 2_000;

    private static final long PARK_NANOSECONDS = 100_000;

    private final Worker[] workers;
    private final ScratchPool<Scratch> callers = new ScratchPool<>(Scratch::new);
    private final ScratchPool<Scratch> shared = new ScratchPool<>(Scratch::new);

    WorkerPool(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
            workers[i].thread =
                    Thread.ofPlatform().daemon().name("lathe-cpu-" + (i + 1)).start(workers[i]);
        }
    }

    @Override
    public int threads() {
        return workers.length + 1;
    }

    @Override
    public void run(int tasks, Task body) {
        Scratch mine = callers.take();
        try {
            if (tasks <= 1 || workers.length == 0) {
                for (int i = 0; i < tasks; i++) {
                    body.run(i, mine);
                }
            } else {
                share(tasks, body, mine);
            }
        } finally {
            callers.give(mine);
        }
    }

    private void share(int tasks, Task body, Scratch mine) {
        Job job = new Job(tasks, body, Thread.currentThread());
        int wanted = Math.min(workers.length, tasks - 1);
        for (int i = 0; i < workers.length && wanted > 0; i++) {
            if (workers[i].offer(job)) {
                wanted--;
            }
        }
        job.work(mine);
        job.await();
    }

    @Override
    public Scratch borrow() {
        return shared.take();
    }

    @Override
    public void giveBack(Scratch scratch) {
        shared.give(scratch);
    }

    /** Stops the workers once their tasks are done. Closing twice is harmless. */
    @Override
    public void close() {
        for (Worker worker : workers) {
            worker.closed = true;
            LockSupport.unpark(worker.thread);
        }
    }

    /** One call of {@link #run}. */
    private static final class Job {
        private final int tasks;
        private final Task body;
        private final Thread caller;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int tasks, Task body, Thread caller) {
            this.tasks = tasks;
            this.body = body;
            this.caller = caller;
            this.left = new AtomicInteger(tasks);
        }

        void work(Scratch scratch) {
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        body.run(task, scratch);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    if (left.decrementAndGet() == 0) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        void await() {
            for (int spin = 0; left.get() > 0; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, PARK_NANOSECONDS);
                }
            }
            switch (failure.get()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
        }
    }

    private static final class Worker implements Runnable {
        private final AtomicReference<@Nullable Job> job = new AtomicReference<>();
        private final Scratch scratch = new Scratch();
        private volatile boolean closed;
        private volatile @Nullable Thread thread;

        boolean offer(Job offered) {
            // one that has stopped would keep the job, and all that it refers to, for ever
            boolean taken = !closed && job.compareAndSet(null, offered);
            if (taken) {
                LockSupport.unpark(thread);
            }
            return taken;
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                Job current = job.get();
                if (current != null) {
                    current.work(scratch);
                    job.set(null);
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }
}
