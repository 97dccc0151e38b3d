package dev.lathe.backend.cpu;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Things that are costly to make, kept for the next one who needs one: as many come into being as were ever in use at
 * once. Safe to use from many threads.
 */
final class FreeList<T> {
    private final ConcurrentLinkedDeque<T> free = new ConcurrentLinkedDeque<>();
    private final Supplier<T> make;

    FreeList(Supplier<T> make) {
        this.make = make;
    }

    T take() {
        T mine = free.pollFirst();
        return mine != null ? mine : make.get();
    }

    void give(T back) {
        free.addFirst(back);
    }
}
