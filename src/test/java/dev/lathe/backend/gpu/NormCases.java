package dev.lathe.backend.gpu;

import dev.lathe.RandomTensors;
import dev.lathe.op.BatchNormalization;
import dev.lathe.op.GroupNormalization;
import dev.lathe.op.InstanceNormalization;
import dev.lathe.op.LayerNormalization;
import dev.lathe.op.Lrn;
import dev.lathe.op.Op;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Normalisations. */
final class NormCases {
    private static final float EPSILON = 1e-5f;

    private NormCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        BatchNormalization batch = new BatchNormalization(EPSILON);
        cases.add(of("batch norm 2-d", batch, x(2, 7, 5, 3), floats(7), floats(7), floats(7), positive(7)));
        cases.add(of("batch norm flat", batch, x(5, 13), floats(13), floats(13), floats(13), positive(13)));
        cases.add(of("batch norm of one channel", batch, x(1, 1, 129), floats(1), floats(1), floats(1), positive(1)));
        GroupNormalization group = new GroupNormalization(3, EPSILON);
        cases.add(of("group norm", group, x(2, 6, 7, 3), floats(6), floats(6)));
        cases.add(of("group norm of long rows", group, x(1, 6, 13, 11), floats(6), floats(6)));
        cases.add(of("one group", new GroupNormalization(1, 1), x(3, 4, 5), floats(4), floats(4)));
        InstanceNormalization instance = new InstanceNormalization(EPSILON);
        cases.add(of("instance norm", instance, x(2, 3, 7, 5), floats(3), floats(3)));
        cases.add(of("instance norm of long rows", instance, x(1, 2, 17, 17), floats(2), floats(2)));
        layers(cases);
        lrns(cases);
        return cases;
    }

    private static void layers(List<OpCase> cases) {
        LayerNormalization last = new LayerNormalization(-1, EPSILON);
        LayerNormalization middle = new LayerNormalization(1, 1e-3f);
        cases.add(of("layer norm", last, x(5, 13), floats(13), floats(13)));
        cases.add(of("layer norm of long rows", last, x(3, 259), floats(259), floats(259)));
        cases.add(of("layer norm without bias", last, x(2, 3, 16), floats(16), null));
        cases.add(of("layer norm of planes", middle, x(2, 3, 7, 5), floats(3, 7, 5), floats(3, 7, 5)));
        cases.add(of("layer norm, narrow operands", middle, x(2, 3, 7), floats(1), floats(3, 1)));
        cases.add(of("layer norm of all", new LayerNormalization(0, EPSILON), x(3, 5), floats(3, 5), floats(5)));
        Tensor flat = floats(2, 13);
        for (int i = 0; i < flat.size(); i++) {
            flat.set(i, 1000 + flat.doubleAt(i));
        }
        // what is left of such numbers has few digits, but the exact mean of them spares all of these
        cases.add(of("layer norm far from 0", last, flat, floats(13), floats(13)));
    }

    private static void lrns(List<OpCase> cases) {
        cases.add(of("LRN", new Lrn(5, 0.5f, 0.75f, 1), x(2, 7, 5, 3)));
        cases.add(of("LRN of an even size", new Lrn(4, 0.5f, 0.6f, 2), x(1, 7, 13)));
        cases.add(of("LRN wider than the channels", new Lrn(21, 0.5f, 0.75f, 1), x(2, 3, 1025)));
    }

    private static Tensor x(int... dims) {
        return floats(dims);
    }

    private static Tensor floats(int... dims) {
        return RandomTensors.floats(new Random(dims.length + dims[0]), dims);
    }

    private static Tensor positive(int... dims) {
        return RandomTensors.absolute(floats(dims));
    }

    /** Few roundings, of normalised numbers and inverse deviations up to 4, or of means near 1000. */
    private static OpCase of(String name, Op op, @Nullable Tensor... operands) {
        return new OpCase(
                name, op, Arrays.asList(operands), operands.length > 2 ? 2 : 0, 4, name.contains("far") ? 1000 : 4);
    }
}
