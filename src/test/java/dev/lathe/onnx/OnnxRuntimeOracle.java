package dev.lathe.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** What ONNX Runtime makes of a model on random inputs. */
final class OnnxRuntimeOracle {
    private OnnxRuntimeOracle() {}

    /** Every output by name, as numbers; free extents of the inputs are 1. */
    static Map<String, double[]> run(byte[] model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options)) {
                Map<String, OnnxTensor> inputs = new HashMap<>();
                for (NodeInfo input : session.getInputInfo().values()) {
                    inputs.put(input.getName(), random(environment, (TensorInfo) input.getInfo()));
                }
                try (OrtSession.Result results = session.run(inputs)) {
                    Map<String, double[]> outputs = new LinkedHashMap<>();
                    for (Map.Entry<String, OnnxValue> result : results) {
                        outputs.put(result.getKey(), numbers((OnnxTensor) result.getValue()));
                    }
                    return outputs;
                } finally {
                    inputs.values().forEach(OnnxTensor::close);
                }
            }
        }
    }

    private static OnnxTensor random(OrtEnvironment environment, TensorInfo info) throws OrtException {
        long[] shape = info.getShape();
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.max(shape[i], 1);
            size *= (int) shape[i];
        }
        Random random = new Random(size);
        FloatBuffer data = FloatBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
            data.put(i, 2 * random.nextFloat() - 1);
        }
        return OnnxTensor.createTensor(environment, data, shape);
    }

    private static double[] numbers(OnnxTensor tensor) {
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        double[] numbers = new double[(int) tensor.getInfo().getNumElements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.getInfo().type) {
                case FLOAT -> bytes.getFloat(4 * i);
                case INT64 -> bytes.getLong(8 * i);
                case INT32 -> bytes.getInt(4 * i);
                case UINT8, BOOL -> bytes.get(i) & 0xff;
                case INT8 -> bytes.get(i);
                default -> throw new AssertionError(tensor.getInfo());
            };
        }
        return numbers;
    }
}
