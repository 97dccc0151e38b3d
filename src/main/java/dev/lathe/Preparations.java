package dev.lathe;

import dev.lathe.backend.Executable;
import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session's executables, one per combination of input shapes; the least recently used ones beyond {@link #KEPT} are
 * closed once nobody runs them. Safe to use from many threads.
 */
final class Preparations implements AutoCloseable {
    /** Enough for a service that batches in a few sizes; each may hold a packed copy of the weights. */
    static final int KEPT = 4;

    /** What an executable depends on: the shapes of inputs, and the values of those that decide shapes. */
    record Key(Map<String, Shape> shapes, Map<String, Tensor> values) {
        /** The values as the caller gave them may change later; what a graph holds must not. */
        Key frozen() {
            Map<String, Tensor> copies = new HashMap<>();
            values.forEach((name, value) -> copies.put(name, value.copy()));
            return new Key(shapes, copies);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && shapes.equals(key.shapes)
                    && values.keySet().equals(key.values.keySet())
                    && values.entrySet().stream().allMatch(e -> e.getValue().sameBits(key.values.get(e.getKey())));
        }

        @Override
        public int hashCode() {
            return shapes.hashCode();
        }
    }

    /** The right to run one executable until closed. */
    final class Lease implements AutoCloseable {
        private final Entry entry;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        Executable executable() {
            return entry.executable;
        }

        @Override
        public void close() {
            release(entry);
        }
    }

    private static final class Entry {
        private final Executable executable;
        private int runs;
        private boolean retired;

        private Entry(Executable executable) {
            this.executable = executable;
        }
    }

    private final Function<Key, Executable> prepare;
    private final Object preparing = new Object();
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Entry> retired = new ArrayList<>();
    private boolean closed;

    Preparations(Function<Key, Executable> prepare) {
        this.prepare = prepare;
    }

    /** The executable for {@code key}, prepared now if it has to be. */
    Lease lease(Key key) {
        Entry entry = take(key);
        if (entry == null) {
            synchronized (preparing) {
                entry = take(key);
                if (entry == null) {
                    Key frozen = key.frozen();
                    entry = add(frozen, prepare.apply(frozen));
                }
            }
        }
        return new Lease(entry);
    }

    private synchronized @Nullable Entry take(Key key) {
        if (closed) {
            throw new InputException("the session is closed");
        }
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.runs++;
        }
        return entry;
    }

    private synchronized Entry add(Key key, Executable executable) {
        Entry entry = new Entry(executable);
        if (closed) {
            executable.close();
            throw new InputException("the session is closed");
        }
        entry.runs = 1;
        entries.put(key, entry);
        if (entries.size() > KEPT) {
            retire(entries.pollFirstEntry().getValue());
        }
        return entry;
    }

    private void retire(Entry entry) {
        entry.retired = true;
        if (entry.runs == 0) {
            entry.executable.close();
        } else {
            retired.add(entry);
        }
    }

    private synchronized void release(Entry entry) {
        entry.runs--;
        if (entry.runs == 0 && entry.retired) {
            entry.executable.close();
            retired.remove(entry);
        }
        notifyAll();
    }

    synchronized long bytes() {
        return entries.values().stream()
                .mapToLong(entry -> entry.executable.bytes())
                .sum();
    }

    /** Refuses new calls, waits for running ones, closes everything. */
    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(this::retire);
        entries.clear();
        boolean interrupted = false;
        while (!retired.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
