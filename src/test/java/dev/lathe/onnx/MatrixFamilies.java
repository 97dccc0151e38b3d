package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.real;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;

/** Matrix products and quantisation. */
final class MatrixFamilies {
    private MatrixFamilies() {}

    static List<Family> all() {
        return List.of(
                Family.of("Gemm", MatrixFamilies::gemm, 6, 7, 9, 11, 13).times(2),
                Family.of("MatMul", MatrixFamilies::matMul, 6, 9, 13).times(3),
                Family.of("QuantizeLinear", m -> quantize(m, true), 10, 13, 19, 21, 23)
                        .times(3),
                Family.of("DequantizeLinear", m -> quantize(m, false), 10, 13, 19, 21, 23)
                        .times(3),
                Family.of(
                                "DynamicQuantizeLinear",
                                m -> m.data(m.draw.tensor(DataType.FLOAT, -3, 5, 4, 7))
                                        .node("DynamicQuantizeLinear", 3),
                                11)
                        .times(2),
                Family.of("MatMulInteger", MatrixFamilies::matMulInteger, 10).times(4),
                Family.of("QLinearMatMul", MatrixFamilies::qLinearMatMul, 10, 21)
                        .times(4));
    }

    private static void gemm(DrawnModel m) {
        Draw draw = m.draw;
        long[] extents = extents(draw);
        boolean ta = draw.chance(0.4);
        boolean tb = draw.chance(0.4);
        DataType type = m.opset >= 9 && draw.chance(0.15) ? DataType.INT32 : DataType.FLOAT;
        m.data(draw.tensor(type, -3, 3, ta ? extents[1] : extents[0], ta ? extents[0] : extents[1]));
        m.parameter(draw.tensor(type, -3, 3, tb ? extents[2] : extents[1], tb ? extents[1] : extents[2]));
        if (m.opset < 11 || draw.chance(0.7)) {
            long rows = draw.chance(0.5) ? 1 : extents[0];
            long columns = draw.chance(0.3) ? 1 : extents[2];
            long[][] shapes = {{}, {1}, {columns}, {rows, columns}};
            m.parameter(draw.tensor(type, -3, 3, m.opset < 7 ? new long[] {extents[0], extents[2]} : draw.of(shapes)));
        }
        m.attribute(integer("transA", ta ? 1 : 0));
        m.attribute(integer("transB", tb ? 1 : 0));
        m.maybe(real("alpha", draw.between(1, 6) / 2f));
        m.maybe(real("beta", draw.between(0, 6) / 2f));
        m.node("Gemm");
    }

    private static void matMul(DrawnModel m) {
        Draw draw = m.draw;
        DataType type = m.opset >= 9 && draw.chance(0.3) ? draw.of(DataType.INT32, DataType.INT64) : m.real();
        long[] batch = draw.dims(draw.between(0, 3), 1, 3);
        long[] extents = extents(draw);
        long[] a = draw.chance(0.2) ? new long[] {extents[1]} : matrices(draw, batch, extents[0], extents[1]);
        long[] b = draw.chance(0.2) ? new long[] {extents[1]} : matrices(draw, batch, extents[1], extents[2]);
        m.data(draw.tensor(type, -3, 3, a)).parameter(draw.tensor(type, -3, 3, b));
        m.node("MatMul");
    }

    /** Rows, depth and columns; products of depth 0 are not what they should be in ONNX Runtime. */
    private static long[] extents(Draw draw) {
        long[] extents = draw.dimsOrEmpty(3, 1, 9);
        extents[1] = Math.max(extents[1], 1);
        return extents;
    }

    private static long[] matrices(Draw draw, long[] batch, long rows, long columns) {
        int kept = draw.between(0, batch.length);
        long[] shape = Arrays.copyOf(Arrays.copyOfRange(batch, batch.length - kept, batch.length), kept + 2);
        for (int i = 0; i < kept; i++) {
            shape[i] = draw.chance(0.3) ? 1 : shape[i];
        }
        shape[kept] = rows;
        shape[kept + 1] = columns;
        return shape;
    }

    private static void matMulInteger(DrawnModel m) {
        long[] extents = extents(m.draw);
        m.data(m.draw.tensor(DataType.UINT8, 0, 255, extents[0], extents[1]));
        // without VNNI, ONNX Runtime adds products of unsigned and signed bytes in pairs, in 16 bits that saturate:
        // larger ones it gets wrong on such machines
        m.parameter(m.draw.tensor(DataType.INT8, -64, 63, extents[1], extents[2]));
        if (m.draw.chance(0.6)) {
            m.parameter(m.draw.tensor(DataType.UINT8, 0, 255));
            m.parameter(m.draw.tensor(DataType.INT8, -9, 9));
        }
        m.node("MatMulInteger");
    }

    private static void qLinearMatMul(DrawnModel m) {
        Draw draw = m.draw;
        long[] extents = extents(draw);
        m.data(draw.tensor(DataType.UINT8, 0, 255, extents[0], extents[1]));
        m.parameter(draw.tensor(DataType.FLOAT, 0.01, 0.03)).parameter(draw.tensor(DataType.UINT8, 0, 255));
        m.parameter(draw.tensor(DataType.UINT8, 0, 255, extents[1], extents[2]));
        m.parameter(draw.tensor(DataType.FLOAT, 0.01, 0.03)).parameter(draw.tensor(DataType.UINT8, 0, 255));
        m.parameter(draw.tensor(DataType.FLOAT, 0.05, 0.1)).parameter(draw.tensor(DataType.UINT8, 0, 255));
        m.node("QLinearMatMul");
    }

    private static void quantize(DrawnModel m, boolean forth) {
        Draw draw = m.draw;
        DataType code = draw.of(DataType.UINT8, DataType.INT8);
        DataType from = forth ? (draw.chance(0.1) ? DataType.INT32 : DataType.FLOAT) : code;
        int rank = draw.between(1, 4);
        long[] x = draw.dims(rank, 1, 6);
        int axis = m.opset >= 13 ? draw.between(-rank, rank - 1) : Math.min(1, rank - 1);
        int along = Math.floorMod(axis, rank);
        boolean blocked = m.opset >= 21 && draw.chance(0.4);
        long[] scales = draw.chance(0.5) || m.opset < 13 ? new long[0] : new long[] {x[along]};
        if (blocked) {
            int block = draw.between(1, 3);
            scales = x.clone();
            scales[along] = (x[along] + block - 1) / block;
            m.attribute(integer("block_size", block));
        }
        m.data(draw.tensor(from, Draw.isFloat(from) || from == DataType.INT32 ? -60 : 0, 60, x));
        m.parameter(draw.tensor(DataType.FLOAT, 0.1, 0.4, scales));
        if (draw.chance(0.7)) {
            m.parameter(draw.tensor(code, 0, 120, scales));
        } else if (forth && m.opset >= 21) {
            m.maybe(integer("output_dtype", code.getNumber()));
        }
        if (m.opset >= 13 && (blocked || scales.length > 0 || draw.chance(0.3))) {
            m.attribute(integer("axis", axis));
        }
        m.node(forth ? "QuantizeLinear" : "DequantizeLinear");
    }
}
