package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.real;
import static dev.lathe.onnx.ModelSketch.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Functions of single elements. */
final class ElementFamilies {
    private ElementFamilies() {}

    static List<Family> all() {
        List<Family> all = new ArrayList<>();
        functions(all);
        activations(all);
        binaries(all);
        for (String operator : List.of("Sum", "Mean", "Min", "Max")) {
            all.add(Family.of(operator, m -> variadic(m, operator), 6, 8, 13).times(2));
        }
        all.add(Family.of("Where", ElementFamilies::where, 9, 16));
        all.add(Family.of("PRelu", ElementFamilies::pRelu, 6, 7, 9, 16));
        all.add(Family.of("Clip", ElementFamilies::clip, 6, 11, 12, 13).times(3));
        all.add(Family.of("Cast", ElementFamilies::cast, 6, 9, 13, 19, 21, 23).times(2));
        all.add(Family.of("CastLike", ElementFamilies::castLike, 15, 19, 21, 23).times(2));
        return all;
    }

    private static void functions(List<Family> all) {
        for (String operator : List.of("Abs", "Neg", "Sign", "Relu")) {
            all.add(Family.of(operator, m -> number(m, operator), operator.equals("Sign") ? 9 : 6, 13, 14));
        }
        for (String operator : List.of("Ceil", "Floor", "Sqrt", "Reciprocal", "Exp", "Log", "Tanh", "Sigmoid")) {
            all.add(Family.of(operator, m -> curve(m, operator), 6, 13));
        }
        for (String operator : List.of("Sin", "Cos", "Tan", "Asin", "Acos", "Atan")) {
            all.add(Family.of(operator, m -> curve(m, operator), 7, 22));
        }
        for (String operator : List.of("Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Erf", "IsNaN")) {
            all.add(Family.of(operator, m -> curve(m, operator), 9, 13, 22));
        }
        all.add(Family.of("Round", m -> curve(m, "Round"), 11, 22));
        all.add(Family.of(
                "Not", m -> m.data(m.draw.tensor(DataType.BOOL, 0, 1, shape(m))).node("Not"), 6));
        all.add(Family.of(
                "IsInf",
                m -> {
                    m.maybe(integer("detect_negative", m.draw.between(0, 1)));
                    m.maybe(integer("detect_positive", m.draw.between(0, 1)));
                    curve(m, "IsInf");
                },
                10,
                20));
    }

    private static void activations(List<Family> all) {
        curves(all, "LeakyRelu", List.of("alpha"), 6, 16);
        curves(all, "Elu", List.of("alpha"), 6, 22);
        curves(all, "Selu", List.of("alpha", "gamma"), 6, 22);
        curves(all, "Celu", List.of("alpha"), 12);
        curves(all, "HardSigmoid", List.of("alpha", "beta"), 6, 22);
        curves(all, "ThresholdedRelu", List.of("alpha"), 10, 22);
        curves(all, "Shrink", List.of("bias", "lambd"), 9);
        curves(all, "HardSwish", List.of(), 14, 22);
        curves(all, "Softplus", List.of(), 6, 22);
        curves(all, "Softsign", List.of(), 6, 22);
        curves(all, "Swish", List.of("alpha"), 24);
        curves(all, "Mish", List.of(), 18, 22);
        all.add(Family.of(
                "Gelu",
                m -> {
                    m.maybe(text("approximate", m.draw.of("none", "tanh")));
                    curve(m, "Gelu");
                },
                20));
    }

    private static void curves(List<Family> all, String operator, List<String> attributes, int... opsets) {
        all.add(Family.of(
                operator,
                m -> {
                    attributes.forEach(name -> m.maybe(real(name, m.draw.between(1, 8) / 4f)));
                    curve(m, operator);
                },
                opsets));
    }

    private static void binaries(List<Family> all) {
        DataType[] numbers = {DataType.FLOAT, DataType.FLOAT, DataType.INT32, DataType.INT64};
        for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
            all.add(Family.of(operator, m -> binary(m, operator, m.draw.of(numbers)), 6, 7, 13, 14));
        }
        for (String operator : List.of("Less", "Greater")) {
            all.add(Family.of(operator, m -> binary(m, operator, m.draw.of(numbers)), 7, 9, 13));
        }
        for (String operator : List.of("LessOrEqual", "GreaterOrEqual")) {
            all.add(Family.of(operator, m -> binary(m, operator, m.draw.of(numbers)), 12, 16));
        }
        all.add(Family.of(
                "Equal",
                m -> binary(m, "Equal", m.draw.of(DataType.FLOAT, DataType.BOOL, DataType.INT32, DataType.INT64)),
                7,
                11,
                13,
                19));
        for (String operator : List.of("And", "Or", "Xor")) {
            all.add(Family.of(operator, m -> binary(m, operator, DataType.BOOL), 7));
        }
        all.add(Family.of("Mod", ElementFamilies::mod, 10, 13).times(3));
        all.add(Family.of("Pow", ElementFamilies::pow, 7, 12, 13, 15).times(2));
    }

    private static long[] shape(DrawnModel m) {
        return m.draw.dimsOrEmpty(m.draw.between(0, 5), 1, 4);
    }

    private static void curve(DrawnModel m, String operator) {
        m.data(m.draw.wild(m.real(), -3, 3, shape(m))).node(operator);
    }

    private static void number(DrawnModel m, String operator) {
        DataType type = m.draw.of(DataType.FLOAT, DataType.INT32, DataType.INT64, DataType.INT8, DataType.DOUBLE);
        boolean wholes = m.opset >= 14 || !operator.equals("Relu");
        m.data(m.draw.wild(wholes ? type : DataType.FLOAT, -9, 9, shape(m))).node(operator);
    }

    /** Two or more shapes that broadcast to one of {@code rank}. */
    private static long[] part(Draw draw, long[] whole) {
        long[] part = Arrays.copyOfRange(whole, draw.chance(0.6) ? 0 : draw.between(0, whole.length), whole.length);
        for (int i = 0; i < part.length; i++) {
            part[i] = draw.chance(0.3) ? 1 : part[i];
        }
        return part;
    }

    private static void binary(DrawnModel m, String operator, DataType type) {
        Draw draw = m.draw;
        long[] whole = shape(m);
        int low = operator.equals("Div") && !Draw.isFloat(type) ? 1 : type == DataType.BOOL ? 0 : -5;
        TensorProto a =
                draw.wild(type, type == DataType.BOOL ? 0 : -5, type == DataType.BOOL ? 1 : 5, part(draw, whole));
        TensorProto b = draw.wild(type, low, type == DataType.BOOL ? 1 : 5, part(draw, whole));
        if (draw.chance(0.3)) {
            m.constant(a).data(b);
        } else {
            m.data(a).parameter(b);
        }
        m.node(operator);
    }

    private static void mod(DrawnModel m) {
        Draw draw = m.draw;
        boolean fmod = draw.chance(0.5);
        DataType type =
                fmod && draw.chance(0.5) ? DataType.FLOAT : draw.of(DataType.INT32, DataType.INT64, DataType.INT8);
        long[] whole = shape(m);
        m.data(draw.tensor(type, -50, 50, part(draw, whole)));
        m.parameter(
                draw.chance(0.5)
                        ? draw.tensor(type, 1, 9, part(draw, whole))
                        : draw.tensor(type, -9, -1, part(draw, whole)));
        if (fmod) {
            m.attribute(integer("fmod", 1));
        } else {
            m.maybe(integer("fmod", 0));
        }
        m.node("Mod");
    }

    private static void pow(DrawnModel m) {
        Draw draw = m.draw;
        boolean mixed = m.opset >= 12;
        DataType base = mixed ? draw.of(DataType.FLOAT, DataType.INT32, DataType.INT64) : DataType.FLOAT;
        DataType power = mixed ? draw.of(DataType.FLOAT, DataType.INT32, DataType.INT64) : DataType.FLOAT;
        long[] whole = shape(m);
        boolean negative = !Draw.isFloat(power);
        m.data(draw.tensor(base, negative ? -5 : 0.25, 5, part(draw, whole)));
        m.parameter(draw.tensor(power, Draw.isFloat(base) ? -3 : 0, 4, part(draw, whole)));
        m.node("Pow");
    }

    private static void variadic(DrawnModel m, String operator) {
        Draw draw = m.draw;
        boolean wholes = operator.startsWith("M") && !operator.equals("Mean") && m.opset >= 12;
        DataType type =
                wholes && draw.chance(0.5) ? draw.of(DataType.INT32, DataType.INT64, DataType.FLOAT16) : DataType.FLOAT;
        long[] whole = draw.dimsOrEmpty(draw.between(0, 4), 1, 4);
        int count = draw.between(1, 4);
        for (int i = 0; i < count; i++) {
            long[] shape = m.opset < 8 ? whole : part(draw, whole);
            m.data(draw.wild(type, -9, 9, shape));
        }
        m.node(operator);
    }

    private static void where(DrawnModel m) {
        Draw draw = m.draw;
        DataType type = draw.of(DataType.FLOAT, DataType.INT64, DataType.INT32, DataType.UINT8, DataType.BOOL);
        boolean bool = type == DataType.BOOL;
        long[] whole = shape(m);
        m.data(draw.tensor(DataType.BOOL, 0, 1, part(draw, whole)));
        m.data(draw.tensor(type, 0, bool ? 1 : 9, part(draw, whole)));
        m.parameter(draw.tensor(type, 0, bool ? 1 : 9, part(draw, whole)));
        m.node("Where");
    }

    private static void pRelu(DrawnModel m) {
        Draw draw = m.draw;
        long[] whole = draw.dims(draw.between(2, 4), 1, 4);
        long[] slope = m.opset < 7 ? new long[] {draw.chance(0.5) ? 1 : whole[1]} : part(draw, whole);
        m.data(draw.wild(DataType.FLOAT, -3, 3, whole)).parameter(draw.tensor(DataType.FLOAT, -1, 1, slope));
        m.node("PRelu");
    }

    private static void clip(DrawnModel m) {
        Draw draw = m.draw;
        DataType type = m.opset < 12
                ? DataType.FLOAT
                : draw.of(
                        DataType.FLOAT,
                        DataType.DOUBLE,
                        DataType.FLOAT16,
                        DataType.INT32,
                        DataType.INT64,
                        DataType.INT8,
                        DataType.UINT8);
        // Absent bounds turn infinities into the largest number in ONNX Runtime, not in the operator's function body.
        double low = type == DataType.UINT8 ? 0 : -9;
        m.data(m.opset < 11 ? draw.wild(type, low, 9, shape(m)) : draw.tensor(type, low, 9, shape(m)));
        AttributeProto[] bounds = {real("min", draw.between(-5, 3)), real("max", draw.between(-2, 5))};
        for (AttributeProto bound : bounds) {
            if (m.opset < 11) {
                m.maybe(bound);
            } else if (draw.chance(0.3)) {
                m.absent();
            } else {
                m.parameter(Draw.tensor(type, new double[] {Math.max(bound.getF(), type == DataType.UINT8 ? 2 : -9)}));
            }
        }
        m.node("Clip");
    }

    private static TensorProto castable(DrawnModel m, DataType from) {
        return m.draw.tensor(from, 0, from == DataType.BOOL ? 1 : 99, shape(m));
    }

    private static DataType type(DrawnModel m) {
        DataType type = m.draw.of(
                DataType.FLOAT,
                DataType.DOUBLE,
                DataType.FLOAT16,
                DataType.BFLOAT16,
                DataType.INT64,
                DataType.INT32,
                DataType.INT8,
                DataType.UINT8,
                DataType.BOOL);
        return type == DataType.BFLOAT16 && m.opset < 13 ? DataType.FLOAT : type;
    }

    private static void cast(DrawnModel m) {
        m.data(castable(m, type(m)));
        m.attribute(integer("to", type(m).getNumber()));
        m.node("Cast");
    }

    private static void castLike(DrawnModel m) {
        m.data(castable(m, type(m)));
        m.parameter(castable(m, type(m)));
        m.node("CastLike");
    }
}
