package dev.lathe.backend.cpu;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** Buffers that tasks borrow: as many come into being as tasks ever ran at once. */
final class ScratchPool<T> {
    private final ConcurrentLinkedDeque<T> free = new ConcurrentLinkedDeque<>();
    private final Supplier<T> make;

    ScratchPool(Supplier<T> make) {
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
