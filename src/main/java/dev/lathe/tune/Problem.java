package dev.lathe.tune;

import dev.lathe.op.Geometry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A sum over channels and taps of which the speed was measured: a convolution or a matrix product.
 *
 * @param channels of one group
 * @param filters of one group
 * @param kernel like the other lists over three spatial axes
 */
public record Problem(
        int images,
        int groups,
        int channels,
        int filters,
        List<Integer> kernel,
        List<Integer> stride,
        List<Integer> dilation,
        List<Integer> out) {
    private static final int SPATIAL = 3;
    private static final String NUMBER = "(\\d{1,9})";
    private static final String AXES = "(\\d{1,9}x\\d{1,9}x\\d{1,9})";
    private static final Pattern TEXT = Pattern.compile("n" + NUMBER + " g" + NUMBER + " c" + NUMBER + " k" + NUMBER
            + " " + AXES + " s" + AXES + " d" + AXES + " o" + AXES);

    /**
     * A convolution, or a product that is one.
     *
     * @param channels of one group
     * @param filters of one group
     * @param geometry of up to three axes
     */
    public static Problem of(int images, int groups, int channels, int filters, Geometry geometry) {
        Geometry g = geometry.withRank(SPATIAL);
        return new Problem(
                images,
                groups,
                channels,
                filters,
                extents(g.kernel()),
                extents(g.stride()),
                extents(g.dilation()),
                extents(g.out()));
    }

    private static List<Integer> extents(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** The problem that {@code text} is the {@link #toString} of, if there is one. */
    public static Optional<Problem> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Problem problem = new Problem(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Integer.parseInt(parts.group(4)),
                extents(parts.group(5)),
                extents(parts.group(6)),
                extents(parts.group(7)),
                extents(parts.group(8)));
        return Optional.of(problem).filter(p -> p.toString().equals(text));
    }

    private static List<Integer> extents(String joined) {
        return Arrays.stream(joined.split("x")).map(Integer::valueOf).toList();
    }

    /** {@code n1 g1 c64 k64 1x3x3 s1x1x1 d1x1x1 o1x56x56}: how the database writes it. */
    @Override
    public String toString() {
        return "n" + images + " g" + groups + " c" + channels + " k" + filters + " " + joined(kernel) + " s"
                + joined(stride) + " d" + joined(dilation) + " o" + joined(out);
    }

    private static String joined(List<Integer> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
