package dev.lathe.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of daemon threads that work for whoever calls {@link #run}. The caller works too, so a call ends even
 * when all of them are busy with somebody else's tasks. Waiting spins for a short while before it parks: the next layer
 * usually follows within microseconds.
 */
final class WorkerPool implements Workers, AutoCloseable {
    /**
     * Some hundred microseconds: longer than most waits for the last task of another thread, too short to burden the
     * idle.
     */
    private static final int SPINS = 8_000;

    private static final long PARK_NANOSECONDS = 100_000;

    /** Distance of the counters of two shares, so that none lies in a line of a cache that another thread writes to. */
    private static final int APART = 32;

    private final Worker[] workers;
    private final FreeList<Scratch> callers = new FreeList<>(Scratch::new);
    private final FreeList<Scratch> shared = new FreeList<>(Scratch::new);

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
        Job job = new Job(tasks, Math.min(workers.length + 1, tasks), body, Thread.currentThread());
        for (int i = 1; i < job.shares; i++) {
            workers[i - 1].offer(new Part(job, i));
        }
        job.work(0, mine);
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

    /**
     * One call of {@link #run}. Tasks are cut into as many shares of neighbours as there are threads. Each thread
     * begins with its own, which for one layer after the other is the same part of a plane, still in its caches; then
     * it helps with the others.
     */
    private static final class Job {
        private final int tasks;
        private final int shares;
        private final Task body;
        private final Thread caller;
        private final AtomicIntegerArray next;
        private final AtomicInteger left;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Job(int tasks, int shares, Task body, Thread caller) {
            this.tasks = tasks;
            this.shares = shares;
            this.body = body;
            this.caller = caller;
            this.next = new AtomicIntegerArray((shares + 1) * APART);
            this.left = new AtomicInteger(tasks);
            for (int i = 0; i < shares; i++) {
                next.set((i + 1) * APART, Shares.begin(tasks, i, shares));
            }
        }

        void work(int first, Scratch scratch) {
            int done = 0;
            for (int i = 0; i < shares; i++) {
                int share = (first + i) % shares;
                int end = Shares.begin(tasks, share + 1, shares);
                int counter = (share + 1) * APART;
                for (int task = next.getAndIncrement(counter); task < end; task = next.getAndIncrement(counter)) {
                    run(task, scratch);
                    done++;
                }
            }
            // one thread's work is told once: the counter would go from core to core with each task
            if (done > 0 && left.addAndGet(-done) == 0) {
                LockSupport.unpark(caller);
            }
        }

        private void run(int task, Scratch scratch) {
            try {
                if (failure.get() == null) {
                    body.run(task, scratch);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
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

    /** A job and the share that a thread begins with. */
    private record Part(Job job, int share) {}

    private static final class Worker implements Runnable {
        private final AtomicReference<@Nullable Part> offered = new AtomicReference<>();
        private final Scratch scratch = new Scratch();
        private volatile boolean closed;
        private volatile @Nullable Thread thread;

        /**
         * Leaves {@code part} to be taken up, in place of one that still waits: that one's job is short and done by
         * now, or another caller's, who is at work on it.
         */
        void offer(Part part) {
            if (!closed) {
                offered.set(part);
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            int idle = 0;
            while (!closed) {
                Part part = offered.getAndSet(null);
                if (part != null) {
                    part.job.work(part.share, scratch);
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            // a part that nobody takes up would keep its job, and all that it refers to, for ever
            offered.set(null);
        }
    }
}
