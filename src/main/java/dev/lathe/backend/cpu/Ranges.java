package dev.lathe.backend.cpu;

/** Work on items 0..n-1 that do not depend on each other, cut into tasks worth a thread. */
@FunctionalInterface
interface Ranges {
    /** Elementary steps below which a task costs more than it does. */
    int LEAST_STEPS = 1 << 14;

    /** Elements that one step of a loop over channels takes; a guess, for it only decides where to cut. */
    int LANES = 8;

    /** Does the items from {@code from} (inclusive) to {@code to} (exclusive). */
    void accept(int from, int to);

    /** The same with arrays that are the thread's until it returns. */
    @FunctionalInterface
    interface WithScratch {
        void accept(int from, int to, Scratch mine);
    }

    /**
     * Runs {@code body} over 0..items-1.
     *
     * @param steps about how many elementary steps one item takes
     */
    static void run(Workers workers, int items, long steps, Ranges body) {
        run(workers, items, steps, (from, to, _) -> body.accept(from, to));
    }

    /** As above, for items that need scratch. */
    static void run(Workers workers, int items, long steps, WithScratch body) {
        if (items == 0) {
            return;
        }
        int perTask = perTask(items, steps);
        workers.run(
                Math.ceilDiv(items, perTask),
                (task, mine) -> body.accept(task * perTask, (int) Math.min(items, (task + 1L) * perTask), mine));
    }

    /** Items per task, of which each takes about {@code steps} elementary steps. */
    private static int perTask(int items, long steps) {
        return Math.clamp(LEAST_STEPS / Math.max(1, steps), 1, Math.max(1, items));
    }
}
