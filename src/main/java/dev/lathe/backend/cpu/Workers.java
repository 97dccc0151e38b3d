package dev.lathe.backend.cpu;

import java.util.function.IntConsumer;

/** Threads that share the tasks of one operator. */
interface Workers {
    /** Number of threads that {@link #run} can use, the caller included. */
    int threads();

    /**
     * Runs {@code body} for 0..tasks-1, each once, in any order and on any thread, and returns when all are done.
     *
     * @throws RuntimeException the first that a task threw, after all others have stopped
     */
    void run(int tasks, IntConsumer body);
}
