package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.op.Activation;
import dev.lathe.op.Geometry;
import dev.lathe.tune.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one sum that convolutions, matrix products and the middle of Winograd's method are:
 *
 * <pre>y[n, g, k, p] = activation(sum over c, t of w[g, k, c, t] * x[n, g, c][p at tap t] + bias[g, k] + residual[...])
 * </pre>
 *
 * @param images n
 * @param groups g, each with channels and filters of its own
 * @param channels of one group
 * @param filters of one group
 * @param geometry over three spatial axes
 * @param x [images, groups * channels, geometry.in]
 * @param w see {@code rows}
 * @param bias [groups * filters]
 * @param residual of y's shape
 * @param y [images, groups * filters, geometry.out]
 */
record Correlation(
        int images,
        int groups,
        int channels,
        int filters,
        Geometry geometry,
        Arg x,
        Arg w,
        Rows rows,
        @Nullable Arg bias,
        @Nullable Arg residual,
        @Nullable Activation activation,
        Arg y) {
    static final int AXES = 3;

    /** Where w has weight i = c * taps + t of filter k of group g: at {@code g*group + k*row + i*column}. */
    record Rows(int group, int row, int column) {
        /** Filters one after the other, as convolutions have them. */
        static Rows dense(int filters, int depth) {
            return new Rows(filters * depth, depth, 1);
        }
    }

    /** What its speed depends on, for looking up and for people. */
    Problem problem() {
        return Problem.of(images, groups, channels, filters, geometry);
    }

    /** Kernel positions. */
    int taps() {
        return product(geometry.kernel());
    }

    /** Terms of one sum. */
    int depth() {
        return channels * taps();
    }

    /** Results of one filter on one image. */
    int outputs() {
        return product(geometry.out());
    }

    /** Defines of what follows the sum. */
    Map<String, String> epilogue() {
        Map<String, String> defines = new HashMap<>(ActivationDefines.of(activation));
        defines.put("BIAS", bias == null ? "0" : "1");
        defines.put("RESIDUAL", residual == null ? "0" : "1");
        return defines;
    }

    /** Bias and residual; a kernel that adds none is given the weights, which it does not read there. */
    List<Arg> addends() {
        Arg none = Draft.read(w);
        return List.of(bias == null ? none : Draft.read(bias), residual == null ? none : Draft.read(residual));
    }

    /** Whether x is read as it is: one tap, no stride, no padding. */
    boolean isProduct() {
        boolean plain = taps() == 1;
        for (int axis = 0; axis < AXES; axis++) {
            plain &= geometry.stride()[axis] == 1 && geometry.in()[axis] == geometry.out()[axis];
        }
        return plain;
    }

    /** A window that sees {@code positions} elements one by one. */
    static Geometry onePerPosition(int positions) {
        int[] one = {1, 1, 1};
        int[] row = {1, 1, positions};
        return new Geometry(row, one, one, one, new int[AXES], new int[AXES], row);
    }

    static int product(int[] extents) {
        int product = 1;
        for (int extent : extents) {
            product *= extent;
        }
        return product;
    }
}
