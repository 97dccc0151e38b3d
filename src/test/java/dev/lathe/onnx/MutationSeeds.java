package dev.lathe.onnx;

import static dev.lathe.onnx.ModelSketch.integer;
import static dev.lathe.onnx.ModelSketch.integers;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Good small models of every family: the sample graphs, and chains and encodings that those do not have. */
final class MutationSeeds {
    /** How an initializer may be written. */
    private enum Encoding {
        LISTS,
        FLOAT16,
        BFLOAT16,
        DOUBLE
    }

    private MutationSeeds() {}

    static List<byte[]> all() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(OnnxWriter.toBytes(SampleGraphs.lenet()));
        SampleGraphs.canonical().forEach(graph -> seeds.add(OnnxWriter.toBytes(graph)));
        SampleGraphs.composite().forEach(graph -> seeds.add(OnnxWriter.toBytes(graph)));
        seeds.addAll(chains());
        for (Encoding encoding : Encoding.values()) {
            seeds.add(encoded(seeds.get(0), encoding));
            chains().forEach(chain -> seeds.add(encoded(chain, encoding)));
        }
        return seeds;
    }

    private static List<byte[]> chains() {
        return List.of(
                alongAnAxis(),
                inSpace(),
                reshapedByItsOwnShape(),
                splitAndJoined(),
                upAndDown(),
                quantised(),
                looseEnds(),
                residual());
    }

    private static ModelSketch dynamic(long... dims) {
        ModelSketch sketch = new ModelSketch(17).input("x", dims);
        sketch.graph
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimParam("batch");
        return sketch;
    }

    private static byte[] alongAnAxis() {
        return dynamic(0, 4, 12)
                .constant("w", SampleGraphs.random(6, 2, 3))
                .constant("b", SampleGraphs.random(6))
                .constant("v", SampleGraphs.random(6, 2, 2))
                .node("Conv", "x w b", "c", integer("group", 2), integers("pads", 1L, 1L), integers("strides", 2L))
                .node("MaxPool", "c", "p", integers("kernel_shape", 2L))
                .node("ConvTranspose", "p v", "t", integers("strides", 2L))
                .node("AveragePool", "t", "a", integers("kernel_shape", 3L), integers("pads", 1L, 1L))
                .node("ReduceMax", "a", "y", integers("axes", 2L))
                .output("y")
                .bytes();
    }

    private static byte[] inSpace() {
        return dynamic(0, 2, 5, 6, 4)
                .constant("w", SampleGraphs.random(3, 2, 2, 3, 2))
                .constant("s", SampleGraphs.random(3))
                .node("Conv", "x w", "c", integers("dilations", 1L, 2L, 1L))
                .node("BatchNormalization", "c s s s s", "n")
                .node("Relu", "n", "r")
                .node("AveragePool", "r", "p", integers("kernel_shape", 2L, 1L, 2L))
                .node("GlobalMaxPool", "p", "y")
                .output("y")
                .bytes();
    }

    private static byte[] reshapedByItsOwnShape() {
        return dynamic(0, 4, 6)
                .constant("first", Tensor.vector(0))
                .constant("rest", Tensor.vector(-1))
                .constant("w", SampleGraphs.random(24, 5))
                .node("Shape", "x", "s")
                .node("Gather", "s first", "n")
                .node("Concat", "n rest", "t", integer("axis", 0))
                .node("Reshape", "x t", "f")
                .node("MatMul", "f w", "m")
                .node("Softmax", "m", "y", integer("axis", 1))
                .node("ArgMax", "y", "z", integer("axis", -1))
                .node("ConstantOfShape", "n", "k")
                .output("y")
                .output("z")
                .output("k")
                .bytes();
    }

    private static byte[] splitAndJoined() {
        return dynamic(0, 6, 4, 4)
                .constant("parts", Tensor.vector(2, 4))
                .constant("from", Tensor.vector(1, 0))
                .constant("to", Tensor.vector(Long.MAX_VALUE, 3))
                .constant("axes", Tensor.vector(1, -1))
                .constant("pads", Tensor.vector(0, 0, 0, 0, 0, 1, 0, 1))
                .node("Split", "x parts", "a b", integer("axis", 1))
                .node("Slice", "b from to axes", "c")
                .node("Pad", "c pads", "d")
                .node("Slice", "a from to axes", "e")
                .node("Transpose", "d", "f", integers("perm", 0L, 1L, 2L, 3L))
                .node("Concat", "f d", "y", integer("axis", 1))
                .output("y")
                .output("e")
                .bytes();
    }

    private static byte[] upAndDown() {
        return dynamic(0, 2, 5, 5)
                .constant("scales", Tensor.of(Shape.of(4), 1f, 1, 2, 1.5f))
                .constant("sizes", Tensor.vector(1, 2, 4, 9))
                .constant("tiles", Tensor.vector(1, 2, 1, 1))
                .constant("shape", Tensor.vector(1, 4, 4, 9))
                .node("Resize", "x - scales", "u", ModelSketch.text("mode", "linear"))
                .node("Resize", "u - - sizes", "d")
                .node("Tile", "d tiles", "t")
                .node("Expand", "t shape", "e")
                .node("Flatten", "e", "f")
                .node("ReduceMean", "f", "y", integers("axes", 1L))
                .output("y")
                .bytes();
    }

    private static byte[] quantised() {
        Tensor zero = Tensor.zeros(new TensorType(DType.UINT8, Shape.SCALAR));
        return dynamic(0, 2, 4, 4)
                .constant("scale", Tensor.scalar(0.05f))
                .constant("zero", zero)
                .constant("w", Tensor.zeros(new TensorType(DType.UINT8, Shape.of(3, 2, 3, 3))))
                .node("QuantizeLinear", "x scale zero", "q")
                .node("QLinearConv", "q scale zero w scale zero scale zero", "c")
                .node("DequantizeLinear", "c scale zero", "d")
                .node("Cast", "d", "y", integer("to", DataType.INT32_VALUE))
                .output("y")
                .bytes();
    }

    /** Numbers that are inputs and decide shapes. */
    private static byte[] looseEnds() {
        return new ModelSketch(17)
                .input("n", DataType.INT64, 2)
                .input("from", DataType.INT64)
                .constant("to", Tensor.scalar(9L))
                .constant("by", Tensor.scalar(2L))
                .node("ConstantOfShape", "n", "zeros")
                .node("Range", "from to by", "r")
                .node("Unsqueeze", "r axes", "u")
                .node("Add", "u u", "y")
                .constant("axes", Tensor.vector(0))
                .output("y")
                .output("zeros")
                .bytes();
    }

    private static byte[] residual() {
        return dynamic(0, 4, 6, 6)
                .constant("w", SampleGraphs.random(4, 4, 3, 3))
                .constant("d", SampleGraphs.random(4, 1, 3, 3))
                .constant("s", SampleGraphs.random(4, 1, 1))
                .constant("fc", SampleGraphs.random(3, 4))
                .node("Conv", "x w", "c", integers("pads", 1L, 1L, 1L, 1L))
                .node("Mul", "c s", "m")
                .node("Add", "m x", "a")
                .node("Relu", "a", "r")
                .node("Conv", "r d", "e", integer("group", 4), ModelSketch.text("auto_pad", "SAME_UPPER"))
                .node("Sigmoid", "e", "g")
                .node("Mul", "e g", "h")
                .node("GlobalAveragePool", "h", "p")
                .node("Flatten", "p", "f")
                .node("Gemm", "f fc", "y", integer("transB", 1))
                .output("y")
                .bytes();
    }

    /** {@code model} with its float constants in another encoding and the others as lists. */
    private static byte[] encoded(byte[] model, Encoding encoding) {
        try {
            ModelProto.Builder builder = ModelProto.parseFrom(model).toBuilder();
            for (TensorProto.Builder proto : builder.getGraphBuilder().getInitializerBuilderList()) {
                Tensor tensor = new TensorDecoder(new ModelSource("seed", null)).decode(proto.build());
                proto.clearRawData();
                switch (tensor.dtype()) {
                    case FLOAT32 -> encode(tensor, encoding, proto);
                    case INT64 -> {
                        for (long value : tensor.toLongs()) {
                            proto.addInt64Data(value);
                        }
                    }
                    case INT32, INT8, UINT8, BOOL -> {
                        for (long value : tensor.toLongs()) {
                            proto.addInt32Data((int) value);
                        }
                    }
                }
            }
            builder.getGraphBuilder().setName(encoding.name().toLowerCase(Locale.ROOT));
            return builder.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static void encode(Tensor tensor, Encoding encoding, TensorProto.Builder proto) {
        proto.clearFloatData();
        for (int i = 0; i < tensor.size(); i++) {
            float value = tensor.floats()[i];
            switch (encoding) {
                case LISTS -> proto.addFloatData(value);
                case FLOAT16 -> proto.addInt32Data(Float.floatToFloat16(value) & 0xffff);
                case BFLOAT16 -> proto.addInt32Data(Float.floatToRawIntBits(value) >>> 16);
                case DOUBLE -> proto.addDoubleData(value);
            }
        }
        switch (encoding) {
            case LISTS -> proto.setDataType(DataType.FLOAT_VALUE);
            case FLOAT16 -> proto.setDataType(DataType.FLOAT16_VALUE);
            case BFLOAT16 -> proto.setDataType(DataType.BFLOAT16_VALUE);
            case DOUBLE -> proto.setDataType(DataType.DOUBLE_VALUE);
        }
    }
}
