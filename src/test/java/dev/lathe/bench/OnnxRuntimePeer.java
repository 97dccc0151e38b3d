package dev.lathe.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lathe.error.UnsupportedException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime on the CPU, with all its graph optimisations. */
public final class OnnxRuntimePeer implements Peer {
    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public PeerSession open(Path model, int threads) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return new Opened(environment, environment.createSession(model.toString(), options));
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    private static UnsupportedException refused(OrtException e) {
        return new UnsupportedException("onnxruntime: " + e.getMessage(), e);
    }

    /** Inputs are copied into direct buffers, which ONNX Runtime reads in place; results are copied out once. */
    private record Opened(OrtEnvironment environment, OrtSession session) implements PeerSession {
        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            Map<String, OnnxTensor> values = new LinkedHashMap<>();
            try {
                for (var input : inputs.entrySet()) {
                    values.put(input.getKey(), toOrt(input.getValue()));
                }
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                try (OrtSession.Result result = session.run(values)) {
                    for (var output : result) {
                        outputs.put(output.getKey(), fromOrt((OnnxTensor) output.getValue()));
                    }
                }
                return outputs;
            } catch (OrtException e) {
                throw refused(e);
            } finally {
                values.values().forEach(OnnxTensor::close);
            }
        }

        private OnnxTensor toOrt(Tensor tensor) throws OrtException {
            ByteBuffer bytes = ByteBuffer.allocateDirect(
                            Math.toIntExact(tensor.type().bytes()))
                    .order(ByteOrder.nativeOrder());
            long[] shape = Arrays.stream(tensor.shape().dims()).asLongStream().toArray();
            return switch (tensor.dtype()) {
                case FLOAT32 -> {
                    FloatBuffer floats = bytes.asFloatBuffer()
                            .put(tensor.floats(), 0, tensor.size())
                            .flip();
                    yield OnnxTensor.createTensor(environment, floats, shape);
                }
                case INT64 -> {
                    LongBuffer longs = bytes.asLongBuffer()
                            .put(tensor.longs(), 0, tensor.size())
                            .flip();
                    yield OnnxTensor.createTensor(environment, longs, shape);
                }
                case INT32 -> {
                    IntBuffer ints = bytes.asIntBuffer()
                            .put(tensor.ints(), 0, tensor.size())
                            .flip();
                    yield OnnxTensor.createTensor(environment, ints, shape);
                }
                case INT8 -> bytes(tensor, bytes, shape, OnnxJavaType.INT8);
                case UINT8 -> bytes(tensor, bytes, shape, OnnxJavaType.UINT8);
                case BOOL -> bytes(tensor, bytes, shape, OnnxJavaType.BOOL);
            };
        }

        private OnnxTensor bytes(Tensor tensor, ByteBuffer buffer, long[] shape, OnnxJavaType type)
                throws OrtException {
            buffer.put(tensor.bytes(), 0, tensor.size()).flip();
            return OnnxTensor.createTensor(environment, buffer, shape, type);
        }

        private static Tensor fromOrt(OnnxTensor value) {
            Shape shape = Shape.of(value.getInfo().getShape());
            return switch (value.getInfo().type) {
                case FLOAT -> Tensor.of(shape, array(value.getFloatBuffer(), new float[shape.size()]));
                case INT64 -> Tensor.of(shape, array(value.getLongBuffer(), new long[shape.size()]));
                case INT32 -> Tensor.of(shape, array(value.getIntBuffer(), new int[shape.size()]));
                case INT8 -> Tensor.of(DType.INT8, shape, array(value.getByteBuffer(), new byte[shape.size()]));
                case UINT8 -> Tensor.of(DType.UINT8, shape, array(value.getByteBuffer(), new byte[shape.size()]));
                case BOOL -> Tensor.of(DType.BOOL, shape, array(value.getByteBuffer(), new byte[shape.size()]));
                default -> throw new UnsupportedException("onnxruntime gave " + value.getInfo());
            };
        }

        private static float[] array(FloatBuffer from, float[] to) {
            from.get(to);
            return to;
        }

        private static long[] array(LongBuffer from, long[] to) {
            from.get(to);
            return to;
        }

        private static int[] array(IntBuffer from, int[] to) {
            from.get(to);
            return to;
        }

        private static byte[] array(ByteBuffer from, byte[] to) {
            from.get(to);
            return to;
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw refused(e);
            }
        }
    }
}
