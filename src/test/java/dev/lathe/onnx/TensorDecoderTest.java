package dev.lathe.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorDecoderTest {
    private final TensorDecoder decoder = new TensorDecoder(new ModelSource("m.onnx", null));

    private static TensorProto.Builder tensor(DataType type, long... dims) {
        TensorProto.Builder proto = TensorProto.newBuilder().setName("t").setDataType(type.getNumber());
        for (long dim : dims) {
            proto.addDims(dim);
        }
        return proto;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Tensor decode(TensorProto.Builder proto) {
        return decoder.decode(proto.build(), "tensor 't'");
    }

    private Tensor raw(DataType type, ByteBuffer bytes, long... dims) {
        return decode(tensor(type, dims).setRawData(ByteString.copyFrom(bytes.flip())));
    }

    @Test
    void floatsInBothEncodings() {
        Tensor raw = raw(DataType.FLOAT, little(8).putFloat(1.5f).putFloat(-0f), 1, 2);
        Tensor list = decode(tensor(DataType.FLOAT, 1, 2).addFloatData(1.5f).addFloatData(-0f));
        assertThat(raw.sameBits(Tensor.of(Shape.of(1, 2), 1.5f, -0f))).isTrue();
        assertThat(list.sameBits(raw)).isTrue();
    }

    @Test
    void doublesAreRoundedToSinglePrecision() {
        Tensor raw = raw(DataType.DOUBLE, little(8).putDouble(0.1), 1);
        Tensor list = decode(tensor(DataType.DOUBLE, 1).addDoubleData(0.1));
        assertThat(raw.floats()).containsExactly(0.1f);
        assertThat(list.sameBits(raw)).isTrue();
    }

    @Test
    void halvesAndBfloats() {
        // 0x3e00 is 1.5 in half precision, 0x3fc0 in bfloat16; 0xc000 is -2 in both.
        Tensor half = raw(DataType.FLOAT16, little(4).putShort((short) 0x3e00).putShort((short) 0xc000), 2);
        Tensor brain = raw(DataType.BFLOAT16, little(4).putShort((short) 0x3fc0).putShort((short) 0xc000), 2);
        assertThat(half.floats()).containsExactly(1.5f, -2f);
        assertThat(brain.floats()).containsExactly(1.5f, -2f);
        List<Integer> bits = List.of(0x3e00, 0xc000);
        assertThat(decode(tensor(DataType.FLOAT16, 2).addAllInt32Data(bits)).floats())
                .containsExactly(1.5f, -2f);
        assertThat(decode(tensor(DataType.BFLOAT16, 2).addInt32Data(0x3fc0).addInt32Data(0xc000))
                        .floats())
                .containsExactly(1.5f, -2f);
    }

    @Test
    void integersInBothEncodings() {
        assertThat(raw(DataType.INT64, little(16).putLong(Long.MIN_VALUE).putLong(7), 2)
                        .longs())
                .containsExactly(Long.MIN_VALUE, 7);
        assertThat(decode(tensor(DataType.INT64, 2).addInt64Data(-3).addInt64Data(4))
                        .longs())
                .containsExactly(-3, 4);
        assertThat(raw(DataType.INT32, little(4).putInt(-5), 1).ints()).containsExactly(-5);
        assertThat(decode(tensor(DataType.INT32, 1).addInt32Data(-5)).ints()).containsExactly(-5);
    }

    @Test
    void bytesInBothEncodings() {
        Tensor unsigned = decode(tensor(DataType.UINT8, 2).addInt32Data(255).addInt32Data(1));
        assertThat(unsigned.dtype()).isEqualTo(DType.UINT8);
        assertThat(unsigned.toLongs()).containsExactly(255, 1);
        assertThat(raw(DataType.UINT8, little(1).put((byte) -1), 1).toLongs()).containsExactly(255);
        assertThat(decode(tensor(DataType.INT8, 1).addInt32Data(-128)).toLongs())
                .containsExactly(-128);
        assertThat(raw(DataType.INT8, little(1).put((byte) -128), 1).toLongs()).containsExactly(-128);
        assertThat(raw(DataType.BOOL, little(2).put((byte) 2).put((byte) 0), 2).toLongs())
                .containsExactly(1, 0);
        assertThat(decode(tensor(DataType.BOOL, 2).addInt32Data(1).addInt32Data(0))
                        .toLongs())
                .containsExactly(1, 0);
    }

    @Test
    void scalarsAndEmptyTensors() {
        assertThat(decode(tensor(DataType.FLOAT).addFloatData(3)).shape()).isEqualTo(Shape.SCALAR);
        assertThat(decode(tensor(DataType.FLOAT, 0, 3)).size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"STRING", "UINT16", "INT16", "UINT32", "UINT64", "COMPLEX64", "FLOAT8E5M2", "INT4", "UNDEFINED"})
    void otherElementTypesAreRefusedByName(DataType type) {
        assertThatThrownBy(() -> decode(tensor(type, 1)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessage("m.onnx: tensor 't': element type " + type.name().toLowerCase(java.util.Locale.ROOT)
                        + " is not supported");
    }

    @Test
    void declaredSizesAreComparedBeforeMemoryIsTaken() {
        assertThatThrownBy(() -> raw(DataType.FLOAT, little(4).putFloat(1), 2_000_000_000L))
                .isInstanceOf(ModelException.class)
                .hasMessage("m.onnx: tensor 't': dims [2000000000] need 8000000000 bytes, the file has 4");
        assertThatThrownBy(() -> decode(tensor(DataType.FLOAT, 3).addFloatData(1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("dims [3] need 3 elements, the file has 1");
        assertThatThrownBy(() -> decode(tensor(DataType.FLOAT, 1L << 31, 1L << 31, 4)))
                .isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> decode(tensor(DataType.FLOAT, -1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> decode(tensor(DataType.FLOAT, new long[65]))).isInstanceOf(LatheException.class);
    }

    @Test
    void testCaseFilesGiveTensorAndName(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("input_0.pb");
        Files.write(
                file,
                tensor(DataType.FLOAT, 2)
                        .addFloatData(1)
                        .addFloatData(2)
                        .build()
                        .toByteArray());
        assertThat(OnnxTensors.read(file).floats()).containsExactly(1, 2);
        assertThat(OnnxTensors.readNamed(file).name()).isEqualTo("t");
    }

    @Test
    void sequencesAreNotMistakenForTensors(@TempDir Path folder) throws Exception {
        // SequenceProto: 1 name, 2 element kind (1 tensor), 3 the elements.
        byte[] filled = {10, 1, 's', 16, 1, 26, 2, 16, 1};
        byte[] empty = {10, 1, 's', 16, 1};
        for (byte[] bytes : List.of(filled, empty)) {
            Path file = folder.resolve("input_0.pb");
            Files.write(file, bytes);
            assertThatThrownBy(() -> OnnxTensors.read(file))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageEndingWith("is a sequence or an optional, not a tensor");
        }
    }
}
