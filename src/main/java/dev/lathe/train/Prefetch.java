package dev.lathe.train;

import dev.lathe.error.TrainingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The batches of one epoch, a few of them made in advance by one thread. To be closed, which waits until that thread
 * has nothing more to do and lets it end. For one consumer.
 */
public final class Prefetch implements AutoCloseable {
    private static final int AHEAD = 2;

    private final Batches batches;
    private final int epoch;
    private final int[] order;
    private final Deque<Future<Batch>> pending = new ArrayDeque<>();
    private final ExecutorService worker;
    private int submitted;

    /** @param first the number of the batch to begin with */
    public Prefetch(Batches batches, int epoch, int first) {
        this.batches = batches;
        this.epoch = epoch;
        this.order = batches.sequence(epoch);
        this.submitted = first;
        this.worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("lathe-batches").factory());
        for (int i = 0; i < AHEAD; i++) {
            submit();
        }
    }

    private void submit() {
        if (submitted < batches.count()) {
            int number = submitted++;
            pending.add(worker.submit(() -> batches.batch(order, epoch, number)));
        }
    }

    public boolean hasNext() {
        return !pending.isEmpty();
    }

    /**
     * The next batch.
     *
     * @throws RuntimeException what went wrong when it was made, a {@link dev.lathe.error.DataException}, say
     * @throws TrainingException if this thread is interrupted, whether it has to wait or not; it stays interrupted
     */
    public Batch next() {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("before a batch");
            }
            Batch batch = pending.remove().get();
            submit();
            return batch;
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingException("training was interrupted", e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException refused -> refused;
            case Error error -> throw error;
            case Throwable other -> new TrainingException("images could not be made ready: " + other, other);
        };
    }

    @Override
    public void close() {
        worker.shutdownNow();
        worker.close();
    }
}
