package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Seeded choices: numbers, extents, tensors. */
final class Draw {
    private static final double[] SPECIALS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 0.5, -0.5, 1.5, 2.5
    };

    private final Random random;

    Draw(long seed) {
        random = new Random(seed);
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Extents from {@code low} to {@code high}. */
    long[] dims(int rank, int low, int high) {
        long[] dims = new long[rank];
        Arrays.setAll(dims, i -> between(low, high));
        return dims;
    }

    /** As {@link #dims}, now and then with an empty axis. */
    long[] dimsOrEmpty(int rank, int low, int high) {
        long[] dims = dims(rank, low, high);
        if (rank > 0 && chance(0.06)) {
            dims[between(0, rank - 1)] = 0;
        }
        return dims;
    }

    /** As many numbers from {@code low} to {@code high}. */
    Long[] longs(int count, int low, int high) {
        Long[] values = new Long[count];
        Arrays.setAll(values, i -> (long) between(low, high));
        return values;
    }

    /** Numbers from 0 to {@code count - 1} in any order. */
    Long[] permutation(int count) {
        Long[] values = new Long[count];
        Arrays.setAll(values, i -> (long) i);
        for (int i = count - 1; i > 0; i--) {
            int j = between(0, i);
            Long kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
        return values;
    }

    /** Uniform numbers, whole ones if {@code type} holds no others. */
    TensorProto tensor(DataType type, double low, double high, long... dims) {
        double[] values = new double[size(dims)];
        for (int i = 0; i < values.length; i++) {
            double value = low + (high - low) * random.nextDouble();
            values[i] = isFloat(type) ? value : Math.rint(value);
        }
        return tensor(type, values, dims);
    }

    /** As {@link #tensor(DataType, double, double, long...)}; floats with infinities, ties and NaN among them. */
    TensorProto wild(DataType type, double low, double high, long... dims) {
        double[] values = new double[size(dims)];
        for (int i = 0; i < values.length; i++) {
            double value = low + (high - low) * random.nextDouble();
            boolean special = isFloat(type) && chance(0.1);
            values[i] = special ? SPECIALS[random.nextInt(SPECIALS.length)] : isFloat(type) ? value : Math.rint(value);
        }
        return tensor(type, values, dims);
    }

    static boolean isFloat(DataType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
            default -> false;
        };
    }

    static TensorProto vector(Long... values) {
        double[] numbers = Arrays.stream(values).mapToDouble(Long::doubleValue).toArray();
        return tensor(DataType.INT64, numbers, values.length);
    }

    static TensorProto reals(double... values) {
        return tensor(DataType.FLOAT, values, values.length);
    }

    static TensorProto tensor(DataType type, double[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (type) {
                case FLOAT -> bytes.putFloat((float) value);
                case DOUBLE -> bytes.putDouble(value);
                case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) value));
                case BFLOAT16 -> bytes.putShort((short) (Float.floatToIntBits((float) value) >>> 16));
                case INT64 -> bytes.putLong((long) value);
                case INT32 -> bytes.putInt((int) value);
                case INT8, UINT8, BOOL -> bytes.put((byte) (long) value);
                default -> throw new AssertionError(type);
            }
        }
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDataType(type.getNumber()).setRawData(ByteString.copyFrom(bytes.flip()));
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    private static int size(long... dims) {
        return (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }
}
