package dev.lathe.backend.gpu.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many work-items run a kernel and how they are grouped, fastest axis first, one to three axes. The items are a
 * multiple of the group along every axis.
 */
public record Grid(List<Long> items, List<Integer> group) {
    public Grid {
        items = List.copyOf(items);
        group = List.copyOf(group);
        if (items.size() != group.size() || items.isEmpty() || items.size() > 3) {
            throw new IllegalArgumentException("a grid has 1 to 3 axes, got " + items + " and " + group);
        }
        for (int i = 0; i < items.size(); i++) {
            if (group.get(i) < 1 || items.get(i) < 1 || items.get(i) % group.get(i) != 0) {
                throw new IllegalArgumentException("items " + items + " are not whole groups of " + group);
            }
        }
    }

    /** At least {@code count} items in a row, in groups of {@code group}. */
    public static Grid cover(long count, int group) {
        return new Grid(List.of(Math.ceilDiv(count, group) * group), List.of(group));
    }

    /**
     * At least {@code extents} items along each axis, in groups of at most {@code group} items, a power of two, that
     * reach as far as they can along the first axes.
     */
    public static Grid box(int group, long... extents) {
        List<Long> items = new ArrayList<>();
        List<Integer> sides = new ArrayList<>();
        int left = group;
        for (long extent : extents) {
            int side = extent >= left ? left : Math.toIntExact(Long.highestOneBit(2 * Math.max(extent, 1) - 1));
            items.add(Math.ceilDiv(extent, side) * side);
            sides.add(side);
            left /= side;
        }
        return new Grid(items, sides);
    }

    /** Exactly these items, each a group of its own. */
    public static Grid single(long... items) {
        return new Grid(Arrays.stream(items).boxed().toList(), Collections.nCopies(items.length, 1));
    }

    /** {@code groups} work-groups along each axis, of {@code group} items along each. */
    public static Grid groups(List<Long> groups, List<Integer> group) {
        return new Grid(
                IntStream.range(0, groups.size())
                        .mapToObj(i -> groups.get(i) * group.get(i))
                        .toList(),
                group);
    }

    /** Items of one work-group. */
    public int groupSize() {
        return group.stream().reduce(1, (a, b) -> a * b);
    }
}
