package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import dev.lathe.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Tensors as files hold them: little-endian raw data. */
final class TensorEncoder {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private TensorEncoder() {}

    static TensorProto encode(String name, Tensor tensor) {
        return declaration(name, tensor)
                .setRawData(UnsafeByteOperations.unsafeWrap(raw(tensor)))
                .build();
    }

    /** {@code tensor} without its elements, which lie at {@code location}. */
    static TensorProto external(String name, Tensor tensor, String location) {
        return declaration(name, tensor)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder()
                        .setKey(ExternalData.LOCATION)
                        .setValue(location))
                .build();
    }

    private static TensorProto.Builder declaration(String name, Tensor tensor) {
        TensorProto.Builder proto =
                TensorProto.newBuilder().setName(name).setDataType(ElementTypes.number(tensor.dtype()));
        for (int extent : tensor.shape().dims()) {
            proto.addDims(extent);
        }
        return proto;
    }

    private static byte[] raw(Tensor tensor) {
        int n = tensor.size();
        byte[] bytes = new byte[Math.toIntExact(tensor.type().bytes())];
        MemorySegment raw = MemorySegment.ofArray(bytes);
        switch (tensor.dtype()) {
            case FLOAT32 -> MemorySegment.copy(tensor.floats(), 0, raw, FLOAT, 0, n);
            case INT64 -> MemorySegment.copy(tensor.longs(), 0, raw, LONG, 0, n);
            case INT32 -> MemorySegment.copy(tensor.ints(), 0, raw, INT, 0, n);
            case INT8, UINT8, BOOL -> MemorySegment.copy(tensor.bytes(), 0, raw, ValueLayout.JAVA_BYTE, 0, n);
        }
        return bytes;
    }
}
