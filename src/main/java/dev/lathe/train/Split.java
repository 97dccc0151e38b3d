package dev.lathe.train;

import dev.lathe.data.Dataset;
import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Images to train with and others to judge by; together all of a data set. */
public record Split(Dataset training, Dataset validation) {
    /**
     * Takes the same share of each class for validation: of n images round({@code share}·n), drawn by {@code seed}, but
     * never all of them. Both parts keep the order of {@code all}.
     *
     * @param share above 0 and below 1
     * @throws InputException if the share is outside, or too small or the classes too few for any image to be taken
     */
    public static Split stratified(Dataset all, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new InputException("the share of images for validation is above 0 and below 1, not " + share);
        }
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            classes.computeIfAbsent(all.label(i), _ -> new ArrayList<>()).add(i);
        }
        boolean[] taken = new boolean[all.size()];
        classes.forEach((label, members) -> {
            int[] order = Seeds.permutation(members.size(), Seeds.generator(seed, label));
            long count = Math.min(Math.round(share * members.size()), members.size() - 1);
            for (int i = 0; i < count; i++) {
                taken[members.get(order[i])] = true;
            }
        });
        Split split = new Split(part(all, taken, false), part(all, taken, true));
        if (split.validation.size() == 0) {
            throw new InputException("no class of these " + all.size() + " images has enough of them to take the share "
                    + share + " for validation");
        }
        return split;
    }

    /** The first {@code limit} images of {@code all}, or all if there are no more. */
    public static Dataset first(Dataset all, int limit) {
        return limit >= all.size()
                ? all
                : new Subset(all, IntStream.range(0, limit).toArray());
    }

    private static Dataset part(Dataset all, boolean[] taken, boolean wanted) {
        int[] indices = new int[taken.length];
        int count = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] == wanted) {
                indices[count++] = i;
            }
        }
        return new Subset(all, Arrays.copyOf(indices, count));
    }
}
