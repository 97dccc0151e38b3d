package dev.lathe.backend.cpu;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Moves elements between tensors of one rank by a table for each axis: borders, and neighbours picked by nearness. */
final class MappedCopy {
    /** Positions first..last-1 of a target row, all made in one way. */
    private record Segment(Way way, int first, int last) {}

    private enum Way {
        /** From consecutive positions of the source. */
        COPY,
        /** From positions here and there. */
        PICK,
        /** From none. */
        FILL
    }

    private final int[] strides;
    private final int[][] maps;
    private final int[] columns;
    private final List<Segment> segments;
    private final int rows;

    /** @param maps for each axis and position of the target, the position in {@code in}; -1 where the filling goes */
    MappedCopy(Shape in, int[][] maps) {
        this.strides = in.strides();
        this.maps = maps;
        this.columns = maps.length == 0 ? new int[] {0} : maps[maps.length - 1];
        this.segments = segments(columns);
        boolean empty = Arrays.stream(maps).anyMatch(map -> map.length == 0);
        int product = empty ? 0 : 1;
        for (int i = 0; i < maps.length - 1; i++) {
            product *= maps[i].length;
        }
        this.rows = product;
    }

    private static List<Segment> segments(int[] map) {
        List<Segment> segments = new ArrayList<>();
        int first = 0;
        while (first < map.length) {
            int last = first + 1;
            int step = map[first] < 0 ? 0 : 1;
            while (last < map.length && map[last] == map[last - 1] + step) {
                last++;
            }
            boolean picked = step == 1 && last - first < Lanes.SHORTEST_COPY;
            Way way = picked ? Way.PICK : step == 1 ? Way.COPY : Way.FILL;
            if (picked && !segments.isEmpty() && segments.getLast().way == Way.PICK) {
                first = segments.removeLast().first;
            }
            segments.add(new Segment(way, first, last));
            first = last;
        }
        return List.copyOf(segments);
    }

    /** @param filling a tensor of one element of the same type */
    void run(Tensor source, Tensor target, Tensor filling, Workers workers) {
        int shares = Math.min(rows, Shares.of(target.size(), workers));
        workers.run(shares, share -> {
            int first = Shares.begin(rows, share, shares);
            int end = Shares.begin(rows, share + 1, shares);
            int before = -1;
            for (int row = first; row < end; row++) {
                int from = offset(row);
                int to = row * columns.length;
                if (from < 0) {
                    Lanes.fill(target, to, to + columns.length, filling);
                } else if (from == before) {
                    System.arraycopy(target.array(), to - columns.length, target.array(), to, columns.length);
                } else {
                    segments.forEach(segment -> make(segment, source, from, target, to, filling));
                }
                before = from;
            }
        });
    }

    /** Where the row of the source begins that row {@code row} of the target is made of; -1 when of none. */
    private int offset(int row) {
        int offset = 0;
        int rest = row;
        for (int i = maps.length - 2; i >= 0; i--) {
            int at = maps[i][rest % maps[i].length];
            if (at < 0) {
                return -1;
            }
            offset += at * strides[i];
            rest /= maps[i].length;
        }
        return offset;
    }

    private void make(Segment segment, Tensor source, int from, Tensor target, int to, Tensor filling) {
        int first = segment.first;
        int last = segment.last;
        switch (segment.way) {
            case COPY ->
                System.arraycopy(source.array(), from + columns[first], target.array(), to + first, last - first);
            case PICK -> Lanes.pick(source, from, target, to, columns, first, last);
            case FILL -> Lanes.fill(target, to + first, to + last, filling);
        }
    }
}
