package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;
import static dev.lathe.onnx.ModelSketch.real;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reductions, matrix products, normalisations and quantisation. */
final class ReductionFamilies {
    private ReductionFamilies() {}

    static List<Family> all() {
        List<Family> all = new ArrayList<>();
        for (String name :
                List.of("Sum", "Mean", "Max", "Min", "Prod", "L1", "L2", "LogSum", "LogSumExp", "SumSquare")) {
            all.add(Family.of("Reduce" + name, m -> reduce(m, "Reduce" + name), 6, 11, 13, 18, 20)
                    .times(2));
        }
        all.add(Family.of("ArgMax", m -> argReduce(m, "ArgMax"), 6, 11, 12, 13).times(2));
        all.add(Family.of("ArgMin", m -> argReduce(m, "ArgMin"), 6, 11, 12, 13).times(2));
        all.add(Family.of("Softmax", m -> softmax(m, "Softmax"), 6, 11, 13).times(2));
        all.add(Family.of("LogSoftmax", m -> softmax(m, "LogSoftmax"), 6, 11, 13)
                .times(2));
        all.add(Family.of("BatchNormalization", ReductionFamilies::batchNormalization, 6, 7, 9, 14, 15)
                .times(2));
        all.add(Family.of("InstanceNormalization", ReductionFamilies::instanceNormalization, 6, 22)
                .times(2));
        all.add(Family.of("LayerNormalization", ReductionFamilies::layerNormalization, 17)
                .times(4));
        all.add(Family.of("GroupNormalization", ReductionFamilies::groupNormalization, 18, 21)
                .times(3));
        all.add(Family.of("LRN", ReductionFamilies::lrn, 6, 13).times(2));
        all.add(Family.of("Dropout", ReductionFamilies::dropout, 6, 7, 10, 12, 13, 22));
        return all;
    }

    /** An axis of {@code rank}, counted from either end. */
    private static int axis(DrawnModel m, int rank) {
        return m.draw.between(m.opset >= 11 ? -rank : 0, rank - 1);
    }

    private static void reduce(DrawnModel m, String operator) {
        Draw draw = m.draw;
        int rank = draw.chance(0.05) ? 0 : draw.between(1, 5);
        boolean order = operator.equals("ReduceMax") || operator.equals("ReduceMin");
        boolean log = operator.startsWith("ReduceLog");
        DataType type = draw.chance(0.6) ? DataType.FLOAT : draw.of(DataType.INT32, DataType.INT64, DataType.DOUBLE);
        if (order && m.opset >= 12 && draw.chance(0.3)) {
            type = m.opset >= 20
                    ? draw.of(DataType.INT8, DataType.UINT8, DataType.BOOL)
                    : draw.of(DataType.INT8, DataType.UINT8);
        }
        if (log && !Draw.isFloat(type)) {
            type = DataType.FLOAT;
        }
        boolean positive = log || type == DataType.UINT8 || type == DataType.BOOL;
        Long[] axes = Arrays.copyOf(draw.permutation(rank), draw.between(0, rank));
        long[] x = draw.dims(rank, 1, 4);
        boolean empty = axes.length > 0 && axes.length < rank && draw.chance(0.1);
        if (empty) {
            // An axis that stays; of nothing along an axis that goes ONNX Runtime makes results of another shape.
            int stays = draw.between(0, rank - 1);
            x[stays] = Arrays.asList(axes).contains((long) stays) ? x[stays] : 0;
        }
        m.data(draw.tensor(type, positive ? 0 : -3, type == DataType.BOOL ? 1 : 3, x));
        m.maybe(integer("keepdims", draw.between(0, 1)));
        for (int i = 0; i < axes.length; i++) {
            axes[i] -= m.opset >= 11 && !empty && draw.chance(0.3) ? rank : 0;
        }
        boolean operand = m.opset >= (operator.equals("ReduceSum") ? 13 : 18);
        if (axes.length > 0 || operand && draw.chance(0.5)) {
            if (operand) {
                m.parameter(Draw.vector(axes));
            } else {
                m.attribute(integers("axes", axes));
            }
        }
        if (operand) {
            m.maybe(integer("noop_with_empty_axes", draw.between(0, 1)));
        }
        m.node(operator);
    }

    private static void argReduce(DrawnModel m, String operator) {
        Draw draw = m.draw;
        int rank = draw.between(1, 4);
        DataType type = draw.of(DataType.FLOAT, DataType.INT32, DataType.INT8, DataType.UINT8, DataType.DOUBLE);
        m.data(draw.tensor(type, type == DataType.UINT8 ? 0 : -3, 3, draw.dims(rank, 1, 5)));
        m.maybe(integer("axis", axis(m, rank)));
        m.maybe(integer("keepdims", draw.between(0, 1)));
        if (m.opset >= 12) {
            m.maybe(integer("select_last_index", draw.between(0, 1)));
        }
        m.node(operator);
    }

    private static void softmax(DrawnModel m, String operator) {
        int rank = m.draw.between(m.opset < 13 ? 2 : 1, 5);
        m.data(m.draw.tensor(m.real(), -9, 9, m.draw.dimsOrEmpty(rank, 1, 5)));
        m.maybe(integer("axis", axis(m, rank)));
        m.node(operator);
    }

    private static void batchNormalization(DrawnModel m) {
        Draw draw = m.draw;
        long[] x = draw.dims(draw.between(2, 5), 1, 4);
        DataType type = m.opset >= 7 ? m.real() : DataType.FLOAT;
        m.data(draw.tensor(type, -3, 3, x));
        for (int i = 0; i < 4; i++) {
            m.parameter(draw.tensor(type, i == 3 ? 0.5 : -1, 2, x[1]));
        }
        m.maybe(real("epsilon", 0.01f)).maybe(real("momentum", 0.5f));
        if (m.opset < 7) {
            m.attribute(integer("is_test", 1));
        }
        if (m.opset < 9) {
            m.maybe(integer("spatial", 1));
        }
        if (m.opset >= 14) {
            m.maybe(integer("training_mode", 0));
        }
        m.node("BatchNormalization");
    }

    private static void instanceNormalization(DrawnModel m) {
        // Where a variance is next to nothing, rounding decides the result.
        long[] x = m.draw.dims(m.draw.between(3, 5), 3, 4);
        m.data(m.draw.tensor(DataType.FLOAT, -3, 3, x));
        m.parameter(m.draw.tensor(DataType.FLOAT, -1, 1, x[1])).parameter(m.draw.tensor(DataType.FLOAT, -1, 1, x[1]));
        m.maybe(real("epsilon", 0.01f));
        m.node("InstanceNormalization");
    }

    private static void layerNormalization(DrawnModel m) {
        Draw draw = m.draw;
        DataType type = m.real();
        long[] x = draw.dims(draw.between(1, 5), 1, 5);
        int axis = draw.between(-x.length, x.length - 1);
        boolean named = draw.chance(0.8);
        int first = named ? Math.floorMod(axis, x.length) : x.length - 1;
        long[] normalised = Arrays.copyOfRange(x, first, x.length);
        m.data(draw.tensor(type, -3, 3, x)).parameter(draw.tensor(type, -1, 1, normalised));
        if (draw.chance(0.5)) {
            m.parameter(draw.tensor(type, -1, 1, normalised));
        }
        if (named) {
            m.attribute(integer("axis", axis));
        }
        m.maybe(real("epsilon", 0.01f)).maybe(integer("stash_type", 1));
        m.node("LayerNormalization", draw.between(1, 3));
    }

    private static void groupNormalization(DrawnModel m) {
        Draw draw = m.draw;
        int groups = draw.between(1, 3);
        long[] x = draw.dims(draw.between(3, 5), 3, 4);
        x[1] *= groups;
        long scales = m.opset >= 21 ? x[1] : groups;
        m.data(draw.tensor(DataType.FLOAT, -3, 3, x));
        m.parameter(draw.tensor(DataType.FLOAT, -1, 1, scales)).parameter(draw.tensor(DataType.FLOAT, -1, 1, scales));
        m.attribute(integer("num_groups", groups)).maybe(real("epsilon", 0.01f));
        m.node("GroupNormalization");
    }

    private static void lrn(DrawnModel m) {
        Draw draw = m.draw;
        m.data(draw.tensor(DataType.FLOAT, -3, 3, draw.dims(draw.chance(0.8) ? 4 : draw.between(3, 5), 1, 6)));
        m.attribute(integer("size", draw.chance(0.8) ? draw.of(1, 3, 5) : draw.between(1, 6)));
        m.maybe(real("alpha", 0.5f)).maybe(real("beta", 0.5f)).maybe(real("bias", 2));
        m.node("LRN");
    }

    private static void dropout(DrawnModel m) {
        Draw draw = m.draw;
        m.data(draw.wild(m.opset < 10 ? DataType.FLOAT : m.real(), -3, 3, draw.dimsOrEmpty(draw.between(0, 4), 1, 4)));
        if (m.opset < 7) {
            m.attribute(integer("is_test", 1));
        }
        if (m.opset < 12) {
            m.maybe(real("ratio", 0.25f));
        } else if (draw.chance(0.5)) {
            m.parameter(draw.tensor(DataType.FLOAT, 0.1, 0.9));
            if (draw.chance(0.5)) {
                m.parameter(Draw.tensor(DataType.BOOL, new double[] {0}));
            }
        }
        // Only since opset 12 it is said that the mask is true in inference.
        m.node("Dropout", m.opset < 12 ? 1 : draw.between(1, 2));
    }
}
