package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.op.ElementType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * Tensors of a file, in any of their encodings. What a tensor declares is compared with the bytes that are there before
 * any memory is taken.
 */
final class TensorDecoder {
    private static final int HIGHEST_RANK = 64;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ModelSource source;

    TensorDecoder(ModelSource source) {
        this.source = source;
    }

    /**
     * The tensor in {@code proto}; {@code what} names it in messages.
     *
     * @throws UnsupportedException if its element type is none that Lathe holds
     * @throws ModelException if its data does not match its dims
     */
    Tensor decode(TensorProto proto, String what) {
        return within(what, () -> decode(proto));
    }

    /**
     * What {@code proto} says of a constant whose data is external.
     *
     * @throws UnsupportedException if its element type is none that Lathe holds as it is
     */
    TensorStore.Declared declared(TensorProto proto) {
        String name = proto.getName();
        return within("initializer " + ModelSource.quote(name), () -> {
            ElementType element = elementType(proto);
            TensorType type = new TensorType(element.dtype(), shape(proto));
            if (ElementTypes.of(type.dtype()) != element) {
                throw new UnsupportedException("element type " + ElementTypes.name(proto.getDataType())
                        + " is not supported in a model whose weights are stored apart");
            }
            return new TensorStore.Declared(name, new ExternalData(source, proto).location(), type);
        });
    }

    private <R> R within(String what, Supplier<R> body) {
        try {
            return body.get();
        } catch (ShapeException e) {
            throw new ModelException(where(what) + e.getMessage(), e);
        } catch (UnsupportedException e) {
            throw new UnsupportedException(where(what) + e.getMessage(), e);
        } catch (LimitException e) {
            throw new LimitException(where(what) + e.getMessage(), e);
        }
    }

    private String where(String what) {
        return source.label() + ": " + what + ": ";
    }

    /** As {@link #decode(TensorProto, String)}; the refusals do not say where, which the caller adds. */
    Tensor decode(TensorProto proto) {
        ElementType type = elementType(proto);
        Shape shape = shape(proto);
        long bytes = (long) shape.size() * ElementTypes.bytes(type);
        if (ExternalData.isExternal(proto)) {
            return new ExternalData(source, proto).read(bytes, raw -> fromBytes(raw, type, shape));
        }
        if (proto.getRawData().size() > 0) {
            check(shape, bytes, proto.getRawData().size(), "bytes");
            return fromBytes(MemorySegment.ofBuffer(proto.getRawData().asReadOnlyByteBuffer()), type, shape);
        }
        return fromList(proto, type, shape);
    }

    private static ElementType elementType(TensorProto proto) {
        if (proto.hasSegment()) {
            throw new UnsupportedException("it is a segment of a tensor, or a sequence or optional");
        }
        ElementType type = ElementTypes.of(proto.getDataType());
        if (type == null) {
            throw new UnsupportedException(
                    "element type " + ElementTypes.name(proto.getDataType()) + " is not supported");
        }
        return type;
    }

    private static Shape shape(TensorProto proto) {
        if (proto.getDimsCount() > HIGHEST_RANK) {
            throw new UnsupportedException("rank " + proto.getDimsCount() + " is beyond " + HIGHEST_RANK);
        }
        return Shape.of(proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
    }

    private static void check(Shape shape, long wanted, long found, String unit) {
        if (wanted != found) {
            throw new ShapeException("dims " + shape + " need " + wanted + " " + unit + ", the file has " + found);
        }
    }

    private static Tensor fromBytes(MemorySegment raw, ElementType type, Shape shape) {
        Tensor tensor = Tensor.zeros(new TensorType(type.dtype(), shape));
        int n = shape.size();
        switch (type) {
            case FLOAT32 -> MemorySegment.copy(raw, FLOAT, 0, tensor.floats(), 0, n);
            case INT64 -> MemorySegment.copy(raw, LONG, 0, tensor.longs(), 0, n);
            case INT32 -> MemorySegment.copy(raw, INT, 0, tensor.ints(), 0, n);
            case INT8, UINT8 -> MemorySegment.copy(raw, ValueLayout.JAVA_BYTE, 0, tensor.bytes(), 0, n);
            case BOOL, FLOAT16, BFLOAT16, DOUBLE -> {
                for (int i = 0; i < n; i++) {
                    convert(raw, type, tensor, i);
                }
            }
        }
        return tensor;
    }

    private static void convert(MemorySegment raw, ElementType type, Tensor tensor, int i) {
        switch (type) {
            case FLOAT16 -> tensor.floats()[i] = Float.float16ToFloat(raw.getAtIndex(SHORT, i));
            case BFLOAT16 -> tensor.floats()[i] = bfloat16(raw.getAtIndex(SHORT, i));
            case DOUBLE -> tensor.floats()[i] = (float) raw.getAtIndex(DOUBLE, i);
            case BOOL, INT8, UINT8 -> tensor.set(i, (long) raw.get(ValueLayout.JAVA_BYTE, i));
            case INT32 -> tensor.set(i, (long) raw.getAtIndex(INT, i));
            case INT64 -> tensor.set(i, raw.getAtIndex(LONG, i));
            case FLOAT32 -> tensor.floats()[i] = raw.getAtIndex(FLOAT, i);
        }
    }

    private static float bfloat16(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private static Tensor fromList(TensorProto proto, ElementType type, Shape shape) {
        int found =
                switch (type) {
                    case FLOAT32 -> proto.getFloatDataCount();
                    case DOUBLE -> proto.getDoubleDataCount();
                    case INT64 -> proto.getInt64DataCount();
                    case INT32, INT8, UINT8, BOOL, FLOAT16, BFLOAT16 -> proto.getInt32DataCount();
                };
        check(shape, shape.size(), found, "elements");
        Tensor tensor = Tensor.zeros(new TensorType(type.dtype(), shape));
        for (int i = 0; i < found; i++) {
            switch (type) {
                case FLOAT32 -> tensor.floats()[i] = proto.getFloatData(i);
                case DOUBLE -> tensor.floats()[i] = (float) proto.getDoubleData(i);
                case INT64 -> tensor.longs()[i] = proto.getInt64Data(i);
                case INT32, INT8, UINT8, BOOL -> tensor.set(i, (long) proto.getInt32Data(i));
                case FLOAT16 -> tensor.floats()[i] = Float.float16ToFloat((short) proto.getInt32Data(i));
                case BFLOAT16 -> tensor.floats()[i] = bfloat16(proto.getInt32Data(i));
            }
        }
        return tensor;
    }
}
