package dev.lathe.tune;

import java.util.List;
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
