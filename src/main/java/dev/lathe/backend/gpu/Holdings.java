package dev.lathe.backend.gpu;

import java.util.ArrayDeque;
import java.util.Deque;

/** Memory, kernels and recordings that are freed together, the last one first. Not safe to use from many threads. */
final class Holdings implements AutoCloseable {
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private long bytes;

    Memory add(Memory memory) {
        held.push(memory);
        return memory;
    }

    /** Adds memory that is not part of other memory, and counts it. */
    Memory addWhole(Memory memory) {
        bytes += memory.bytes();
        return add(memory);
    }

    BoundKernel add(BoundKernel kernel) {
        held.push(kernel);
        return kernel;
    }

    Recording add(Recording recording) {
        held.push(recording);
        return recording;
    }

    /** Bytes of all memory added as a whole. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!held.isEmpty()) {
            try {
                switch (held.pop()) {
                    case Memory memory -> memory.close();
                    case BoundKernel kernel -> kernel.close();
                    case Recording recording -> recording.close();
                    case AutoCloseable other -> throw new IllegalStateException("holds " + other);
                }
            } catch (RuntimeException failure) {
                // one handle that cannot be freed must not keep the others
                first = first == null ? failure : first;
            }
        }
        bytes = 0;
        if (first != null) {
            throw first;
        }
    }
}
