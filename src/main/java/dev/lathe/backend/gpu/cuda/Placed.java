package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.launch.Grid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A grid on CUDA's axes. All but the first are short there: 65535 groups, and along the third a group has 64 items at
 * most. A grid that is longer has the long axis swapped with the first, and the module's text is told so.
 *
 * @param swapped the axis that changes places with the first; 0 where none does
 */
record Placed(int swapped, CudaCalls.Shape shape) {
    private static final int AXES = 3;
    private static final long MOST_GROUPS = Integer.MAX_VALUE;
    private static final long MOST_GROUPS_BEHIND = 65535;
    private static final List<Integer> MOST_ITEMS = List.of(1024, 1024, 64);

    private static final Pattern REGISTER = Pattern.compile("%(n?tid|n?ctaid)\\.([xyz])");

    /** Empty if CUDA has no place for {@code grid}. */
    static Optional<Placed> of(Grid grid) {
        List<Long> groups = new ArrayList<>();
        List<Integer> group = new ArrayList<>();
        for (int axis = 0; axis < AXES; axis++) {
            boolean there = axis < grid.items().size();
            group.add(there ? grid.group().get(axis) : 1);
            groups.add(there ? grid.items().get(axis) / grid.group().get(axis) : 1L);
        }
        for (int with = 0; with < AXES; with++) {
            Collections.swap(groups, 0, with);
            Collections.swap(group, 0, with);
            if (fits(groups, group)) {
                List<Integer> counts = groups.stream().map(Math::toIntExact).toList();
                return Optional.of(new Placed(with, new CudaCalls.Shape(counts, group)));
            }
            Collections.swap(groups, 0, with);
            Collections.swap(group, 0, with);
        }
        return Optional.empty();
    }

    private static boolean fits(List<Long> groups, List<Integer> group) {
        boolean fits = true;
        for (int axis = 0; axis < AXES; axis++) {
            fits &= groups.get(axis) <= (axis == 0 ? MOST_GROUPS : MOST_GROUPS_BEHIND);
            fits &= group.get(axis) <= MOST_ITEMS.get(axis);
        }
        return fits;
    }

    /** The module's {@code text} with its axes in the order of this grid. */
    String text(String text) {
        if (swapped == 0) {
            return text;
        }
        String other = List.of("x", "y", "z").get(swapped);
        return REGISTER.matcher(text).replaceAll((MatchResult found) -> {
            String axis = found.group(2);
            String place = axis.equals("x") ? other : axis.equals(other) ? "x" : axis;
            return "%" + found.group(1) + "." + place;
        });
    }
}
