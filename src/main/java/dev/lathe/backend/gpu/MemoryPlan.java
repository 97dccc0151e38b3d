package dev.lathe.backend.gpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Offsets in one arena for buffers of which each is needed from a first to a last step. Buffers that are needed at the
 * same time do not overlap. Steps are gone through in order; each buffer takes the smallest gap that it fits in.
 */
final class MemoryPlan {
    /**
     * @param name unique among the buffers
     * @param first step in which it is written
     * @param last step in which it is read last, not before {@code first}
     */
    record Buffer(String name, long bytes, int first, int last) {}

    private record Placed(int last, long offset, long size) {}

    private final Map<String, Long> offsets = new HashMap<>();
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private long bytes;

    /**
     * @param alignment of every offset
     * @param guard bytes to leave free behind every buffer
     */
    MemoryPlan(List<Buffer> buffers, int alignment, long guard) {
        List<Buffer> ordered = new ArrayList<>(buffers);
        // of those that begin together the largest first: it has the least choice
        ordered.sort(Comparator.comparingInt(Buffer::first)
                .thenComparing(Comparator.comparingLong(Buffer::bytes).reversed())
                .thenComparing(Buffer::name));
        PriorityQueue<Placed> alive = new PriorityQueue<>(Comparator.comparingInt(Placed::last));
        for (Buffer buffer : ordered) {
            while (!alive.isEmpty() && alive.peek().last < buffer.first) {
                release(alive.poll());
            }
            long size = Math.ceilDiv(Math.max(buffer.bytes(), 1) + guard, alignment) * alignment;
            long offset = claim(size);
            offsets.put(buffer.name(), offset);
            alive.add(new Placed(buffer.last, offset, size));
        }
    }

    /** Start of the smallest gap of at least {@code size} bytes, or of a new one at the end. */
    private long claim(long size) {
        long offset = gaps.entrySet().stream()
                .filter(gap -> gap.getValue() >= size)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> atTheEnd(size));
        long left = gaps.remove(offset) - size;
        if (left > 0) {
            gaps.put(offset + size, left);
        }
        return offset;
    }

    /** Makes the last gap, if it reaches the end, or a new one behind it {@code size} bytes long. */
    private long atTheEnd(long size) {
        Map.Entry<Long, Long> last = gaps.lastEntry();
        long offset = last != null && last.getKey() + last.getValue() == bytes ? last.getKey() : bytes;
        gaps.put(offset, size);
        bytes = offset + size;
        return offset;
    }

    private void release(Placed placed) {
        long offset = placed.offset;
        long size = placed.size;
        Map.Entry<Long, Long> before = gaps.lowerEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset) {
            offset = before.getKey();
            size += before.getValue();
        }
        Long behind = gaps.remove(placed.offset + placed.size);
        gaps.put(offset, size + (behind == null ? 0 : behind));
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
