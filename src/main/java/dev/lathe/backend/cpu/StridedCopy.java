package dev.lathe.backend.cpu;

import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Moves a block of elements between two tensors that number it differently: all that transposing, slicing, joining,
 * splitting and repeating are.
 */
final class StridedCopy {
    /** One loop: so many elements, and how far apart they lie in source and target. A source step may be 0 or less. */
    record Axis(int extent, int from, int to) {}

    private static final Axis SINGLE = new Axis(1, 0, 0);

    /** Side of the squares in which a transposition goes, so that both sides stay in the first-level cache. */
    private static final int SQUARE = 32;

    /** Elements of one piece of work. */
    private static final int PIECE = 1 << 14;

    private final List<Axis> outer;
    private final Axis rows;
    private final Axis columns;
    private final int from;
    private final int to;
    private final int rowTile;
    private final int columnTile;
    private final int pieces;
    private final int size;

    /**
     * @param axes loops in any order that reads well, outermost first; none has to be the innermost of either side
     * @param from the element of the source where all loops stand at 0
     * @param to likewise of the target
     */
    StridedCopy(List<Axis> axes, int from, int to) {
        this.from = from;
        this.to = to;
        List<Axis> loops = merged(axes);
        Axis inner = take(loops, Comparator.comparingInt(Axis::to));
        Axis next = take(loops, Comparator.comparingInt(axis -> Math.abs(axis.from)));
        // the longer loop goes inside, unless the shorter one is worth a block copy
        boolean turned = inner.extent < Lanes.SHORTEST_COPY && next.extent > inner.extent;
        rows = turned ? inner : next;
        columns = turned ? next : inner;
        outer = List.copyOf(loops);
        boolean crossed = rows.extent > 1 && !(columns.from == 1 && columns.to == 1);
        rowTile = crossed ? SQUARE : Math.max(1, PIECE / Math.max(1, columns.extent));
        columnTile = crossed ? Math.max(SQUARE, SQUARE * SQUARE / Math.max(1, rows.extent)) : PIECE;
        size = axes.stream().anyMatch(axis -> axis.extent == 0) ? 0 : extents(axes);
        pieces = size == 0
                ? 0
                : extents(outer) * Math.ceilDiv(rows.extent, rowTile) * Math.ceilDiv(columns.extent, columnTile);
    }

    /** Drops loops of one turn and joins neighbours that are one loop on both sides. */
    private static List<Axis> merged(List<Axis> axes) {
        List<Axis> merged = new ArrayList<>();
        for (Axis axis : axes) {
            if (axis.extent == 1) {
                continue;
            }
            Axis last = merged.isEmpty() ? SINGLE : merged.getLast();
            boolean joins = !merged.isEmpty()
                    && last.from == (long) axis.from * axis.extent
                    && last.to == (long) axis.to * axis.extent;
            if (joins) {
                merged.removeLast();
                merged.add(new Axis(last.extent * axis.extent, axis.from, axis.to));
            } else {
                merged.add(axis);
            }
        }
        return merged;
    }

    private static Axis take(List<Axis> loops, Comparator<Axis> order) {
        if (loops.isEmpty()) {
            return SINGLE;
        }
        Axis least = loops.stream().min(order).orElseThrow();
        loops.remove(least);
        return least;
    }

    private static int extents(List<Axis> axes) {
        return axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
    }

    void run(Tensor source, Tensor target, Workers workers) {
        int shares = Math.min(pieces, Shares.of(size, workers));
        workers.run(shares, share -> {
            int end = Shares.begin(pieces, share + 1, shares);
            for (int piece = Shares.begin(pieces, share, shares); piece < end; piece++) {
                move(source, target, piece);
            }
        });
    }

    private void move(Tensor source, Tensor target, int piece) {
        int across = Math.ceilDiv(columns.extent, columnTile);
        int down = Math.ceilDiv(rows.extent, rowTile);
        int column = piece % across * columnTile;
        int row = piece / across % down * rowTile;
        int block = piece / across / down;
        int source0 = from + row * rows.from + column * columns.from;
        int target0 = to + row * rows.to + column * columns.to;
        for (int i = outer.size() - 1; i >= 0; i--) {
            Axis axis = outer.get(i);
            source0 += block % axis.extent * axis.from;
            target0 += block % axis.extent * axis.to;
            block /= axis.extent;
        }
        int height = Math.min(rowTile, rows.extent - row);
        int width = Math.min(columnTile, columns.extent - column);
        var plane = new Lanes.Plane(height, width, source0, rows.from, columns.from, target0, rows.to, columns.to);
        Lanes.copy(source, target, plane);
    }
}
