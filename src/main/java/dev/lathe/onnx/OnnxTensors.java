package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.tensor.Tensor;
import java.nio.file.Path;

/** Reads single tensors in the form of ONNX test cases, {@code input_0.pb} and {@code output_0.pb}. */
public final class OnnxTensors {
    /** A tensor and the name in its file, which may be empty. */
    public record Named(String name, Tensor tensor) {}

    private OnnxTensors() {}

    /**
     * The tensor in {@code file}.
     *
     * @throws dev.lathe.error.UnsupportedException if it holds a sequence, an optional, or an element type that Lathe
     *     does not hold
     * @throws dev.lathe.error.ModelException if it cannot be read or its data does not match its dims
     */
    public static Tensor read(Path file) {
        return readNamed(file).tensor();
    }

    /** As {@link #read}, with the tensor's name. */
    public static Named readNamed(Path file) {
        ModelSource source = new ModelSource(file.toString(), file.toAbsolutePath().getParent());
        return ProtoInput.read(file, TensorProto.parser(), proto -> {
            Tensor tensor = new TensorDecoder(source).decode(proto, "tensor " + ModelSource.quote(proto.getName()));
            return new Named(proto.getName(), tensor);
        });
    }
}
