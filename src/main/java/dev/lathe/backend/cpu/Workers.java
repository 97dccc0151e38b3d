package dev.lathe.backend.cpu;

import java.util.function.IntConsumer;

/** Threads that share the tasks of one operator. */
interface Workers {
    /** One of several tasks that do not depend on each other. */
    @FunctionalInterface
    interface Task {
        /**
         * @param scratch this thread's until the task ends; those that get the same follow one another, with no other
         *     call's between
         */
        void run(int task, Scratch scratch);
    }

    /** Number of threads that {@link #run} can use, the caller included. */
    int threads();

    /**
     * Runs {@code body} for 0..tasks-1, each once, in any order and on any thread, and returns when all are done.
     *
     * @throws RuntimeException the first failure of a task, after all others have stopped; an {@link Error} likewise
     */
    void run(int tasks, Task body);

    /** As above, for tasks that need no scratch. */
    default void run(int tasks, IntConsumer body) {
        run(tasks, (task, _) -> body.accept(task));
    }

    /** Arrays for what all tasks of one call share. To be {@linkplain #giveBack given back}. */
    Scratch borrow();

    /** Ends a {@link #borrow}. */
    void giveBack(Scratch scratch);
}
