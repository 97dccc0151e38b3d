package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.error.UnsupportedException;
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
     * @throws UnsupportedException if it holds a sequence, an optional, or an element type that Lathe does not hold
     * @throws dev.lathe.error.ModelException if it cannot be read or its data does not match its dims
     */
    public static Tensor read(Path file) {
        return readNamed(file).tensor();
    }

    /** As {@link #read}, with the tensor's name. */
    public static Named readNamed(Path file) {
        ModelSource source =
                new ModelSource(file.toString(), file.toAbsolutePath().getParent());
        return ProtoInput.read(file, TensorProto.parser(), proto -> {
            if (isSequence(proto)) {
                throw new UnsupportedException(file + ": is a sequence or an optional, not a tensor");
            }
            Tensor tensor = new TensorDecoder(source).decode(proto, "tensor " + ModelSource.quote(proto.getName()));
            return new Named(proto.getName(), tensor);
        });
    }

    /**
     * Whether the file was not meant as a tensor. Sequences and optionals have no mark of their own: their name stands
     * where a tensor has its dims, and their elements where it has its segment.
     */
    private static boolean isSequence(TensorProto proto) {
        boolean elements = proto.getDimsList().stream().noneMatch(dim -> dim == 0L) && proto.getDimsCount() > 0;
        TensorProto rest = proto.toBuilder().clearDims().clearDataType().build();
        return proto.hasSegment() || (elements && rest.getSerializedSize() == 0);
    }
}
