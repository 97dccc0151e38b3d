package dev.lathe.backend.gpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets in one arena for buffers of which each is needed from a first to a last step. Buffers that are needed at the
 * same time do not overlap. The largest are placed first, each at the lowest offset that is free for all its life.
 */
final class MemoryPlan {
    /**
     * @param name unique among the buffers
     * @param first step in which it is written
     * @param last step in which it is read last, not before {@code first}
     */
    record Buffer(String name, long bytes, int first, int last) {
        private boolean meets(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }

    private record Placed(Buffer buffer, long offset, long end) {}

    private final Map<String, Long> offsets = new HashMap<>();
    private long bytes;

    /**
     * @param alignment of every offset
     * @param guard bytes to leave free behind every buffer
     */
    MemoryPlan(List<Buffer> buffers, int alignment, long guard) {
        List<Buffer> ordered = new ArrayList<>(buffers);
        ordered.sort(Comparator.comparingLong(Buffer::bytes)
                .reversed()
                .thenComparing(Buffer::first)
                .thenComparing(Buffer::name));
        List<Placed> placed = new ArrayList<>();
        for (Buffer buffer : ordered) {
            long size = Math.ceilDiv(Math.max(buffer.bytes(), 1) + guard, alignment) * alignment;
            long offset = 0;
            for (Placed other : placed) {
                if (other.buffer.meets(buffer)) {
                    if (other.offset >= offset + size) {
                        break;
                    }
                    offset = Math.max(offset, other.end);
                }
            }
            offsets.put(buffer.name(), offset);
            placed.add(new Placed(buffer, offset, offset + size));
            placed.sort(Comparator.comparingLong(Placed::offset));
            bytes = Math.max(bytes, offset + size);
        }
    }

    /** Where the buffer {@code name} begins, in bytes. */
    long offset(String name) {
        return offsets.get(name);
    }

    /** Size of the arena. */
    long bytes() {
        return bytes;
    }
}
