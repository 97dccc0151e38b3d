package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.error.LatheException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one model in ONNX Runtime and on Lathe's devices and compares the results: types, shapes, integers exactly,
 * floats within what rounding explains. Whatever the model, Lathe must end in a result or one of its exceptions.
 */
final class SideBySide implements AutoCloseable {
    /** What came of one model on one device. */
    enum Outcome {
        SAME,
        DIFFERENT,
        /** ONNX Runtime gives no answer; Lathe ended orderly. */
        NO_ORACLE,
        /** Lathe does not run what ONNX Runtime runs. */
        REFUSED
    }

    /** What came of it and, unless it is the same, why. */
    record Result(Outcome outcome, String text) {}

    private final List<Engine> engines =
            TestDevices.all().stream().map(Engine::open).toList();

    /** One result per device. */
    List<Result> compare(DrawnModel drawn) {
        Map<String, Tensor> expected = answer(drawn);
        return engines.stream().map(engine -> compare(engine, drawn, expected)).toList();
    }

    /** What ONNX Runtime gives; null where it has no kernel or refuses the model. */
    private static @Nullable Map<String, Tensor> answer(DrawnModel drawn) {
        try {
            return oracle(drawn.bytes(), drawn.feeds());
        } catch (OrtException _) {
            return null;
        }
    }

    private Result compare(Engine engine, DrawnModel drawn, @Nullable Map<String, Tensor> expected) {
        String device = engine.device().id() + ": ";
        Map<String, Tensor> actual;
        try {
            actual = lathe(engine, drawn.bytes(), drawn.feeds());
        } catch (LatheException e) {
            Outcome outcome = expected == null ? Outcome.NO_ORACLE : Outcome.REFUSED;
            return new Result(outcome, device + e);
        }
        if (expected == null) {
            return new Result(Outcome.NO_ORACLE, device);
        }
        boolean half = drawn.feeds().values().stream().anyMatch(SideBySide::isHalf);
        for (Map.Entry<String, Tensor> output : expected.entrySet()) {
            Tensor tensor = actual.get(output.getKey());
            String difference = tensor == null ? "missing" : difference(output.getValue(), tensor, half);
            if (!difference.isEmpty()) {
                return new Result(Outcome.DIFFERENT, device + output.getKey() + " " + difference);
            }
        }
        return new Result(Outcome.SAME, device);
    }

    private static boolean isHalf(TensorProto tensor) {
        int type = tensor.getDataType();
        return type == DataType.FLOAT16_VALUE || type == DataType.BFLOAT16_VALUE;
    }

    private static Map<String, Tensor> lathe(Engine engine, byte[] bytes, Map<String, TensorProto> feeds) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        TensorDecoder decoder = new TensorDecoder(new ModelSource("feed", null));
        feeds.forEach((name, value) -> inputs.put(name, decoder.decode(value)));
        Model model = Model.of(OnnxReader.read(bytes, "drawn.onnx"), "drawn.onnx");
        try (Session session = engine.session(model)) {
            return session.run(inputs);
        }
    }

    /**
     * Empty, or the first difference. Drawn sums have at most a few hundred terms of size 4 or less and outputs of
     * about the size of their square root: 1e-4 of an output and 1e-5 of the largest one is several times the rounding
     * of both sides. Half precision rounds every result, and in ONNX Runtime some results in between, to 2^-11.
     */
    private static String difference(Tensor expected, Tensor actual, boolean half) {
        if (!expected.type().equals(actual.type())) {
            return "wanted " + expected.type() + ", got " + actual.type();
        }
        double largest = 1;
        for (int i = 0; i < expected.size(); i++) {
            double size = Math.abs(expected.doubleAt(i));
            largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
        }
        for (int i = 0; i < expected.size(); i++) {
            double e = expected.doubleAt(i);
            double a = actual.doubleAt(i);
            double most = half ? 4e-3 * Math.abs(e) + 2e-3 * largest : 1e-4 * Math.abs(e) + 1e-5 * largest;
            boolean close = expected.dtype() == DType.FLOAT32
                    ? e == a || Double.isNaN(e) && Double.isNaN(a) || Double.isFinite(e) && Math.abs(e - a) <= most
                    : expected.longAt(i) == actual.longAt(i);
            if (!close) {
                return "element " + i + " of " + expected.type() + ": wanted " + e + ", got " + a;
            }
        }
        return "";
    }

    private static Map<String, Tensor> oracle(byte[] model, Map<String, TensorProto> feeds) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            try (OrtSession session = environment.createSession(model, options)) {
                for (Map.Entry<String, TensorProto> feed : feeds.entrySet()) {
                    inputs.put(feed.getKey(), oracle(environment, feed.getValue()));
                }
                try (OrtSession.Result results = session.run(inputs)) {
                    Map<String, Tensor> outputs = new LinkedHashMap<>();
                    for (Map.Entry<String, OnnxValue> result : results) {
                        outputs.put(result.getKey(), lathe((OnnxTensor) result.getValue()));
                    }
                    return outputs;
                }
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor oracle(OrtEnvironment environment, TensorProto value) throws OrtException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(value.getRawData().size()).order(ByteOrder.nativeOrder());
        bytes.put(value.getRawData().asReadOnlyByteBuffer()).flip();
        long[] dims = value.getDimsList().stream().mapToLong(Long::longValue).toArray();
        OnnxJavaType type = OnnxJavaType.valueOf(String.valueOf(DataType.forNumber(value.getDataType())));
        return OnnxTensor.createTensor(environment, bytes, dims, type);
    }

    private static Tensor lathe(OnnxTensor tensor) {
        long[] dims = tensor.getInfo().getShape();
        int[] extents = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            extents[i] = (int) dims[i];
        }
        OnnxJavaType type = tensor.getInfo().type;
        DType dtype =
                switch (type) {
                    case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> DType.FLOAT32;
                    case INT64, INT32, INT8, UINT8, BOOL -> DType.valueOf(type.name());
                    default -> throw new AssertionError("ONNX Runtime gives " + tensor.getInfo());
                };
        Tensor result = Tensor.zeros(new TensorType(dtype, Shape.of(extents)));
        FloatBuffer floats = dtype == DType.FLOAT32 && type != OnnxJavaType.DOUBLE ? tensor.getFloatBuffer() : null;
        DoubleBuffer doubles = type == OnnxJavaType.DOUBLE ? tensor.getDoubleBuffer() : null;
        ByteBuffer bytes =
                dtype == DType.FLOAT32 ? null : tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        for (int i = 0; i < result.size(); i++) {
            if (floats != null) {
                result.set(i, (double) floats.get(i));
            } else if (doubles != null) {
                result.set(i, doubles.get(i));
            } else if (bytes != null) {
                result.set(
                        i,
                        switch (dtype.bytes()) {
                            case 8 -> bytes.getLong(8 * i);
                            case 4 -> bytes.getInt(4 * i);
                            default -> bytes.get(i);
                        });
            }
        }
        return result;
    }

    @Override
    public void close() {
        engines.forEach(Engine::close);
    }
}
