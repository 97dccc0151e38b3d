package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.file.FileMessage;
import dev.lathe.graph.Graph;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads ONNX models, opsets 6 to 26 and, where an operator has not changed its meaning since, older ones. Whatever the
 * opset, the graph consists of the operators of {@link dev.lathe.op}: attributes that later became operands are
 * constants named {@code <node>/<attribute>}, operators of many operands are chains.
 *
 * <p>Half precision, bfloat16 and double are read as single precision; what is in other element types than those of
 * {@link dev.lathe.tensor.DType}, subgraphs, functions, sparse and string tensors are refused.
 *
 * <p>All methods throw {@link dev.lathe.error.UnsupportedException} for a model that asks for what Lathe does not do,
 * {@link ModelException} for a missing or broken file, and {@link LimitException} for one too large for this process;
 * nothing else, whatever the file holds.
 */
public final class OnnxReader {
    /** The newest opset whose meaning is known: those after 23 only added element types to what Lathe reads. */
    public static final int NEWEST_OPSET = 26;

    private OnnxReader() {}

    /** Names of the operators that can be read; all of ONNX's own domain. */
    public static Set<String> operators() {
        return NodeTranslator.operators();
    }

    /** The model in {@code file}, of 2 GB at most. External data must lie in its folder, and not behind links. */
    public static Graph read(Path file) {
        ModelSource source =
                new ModelSource(file.toString(), file.toAbsolutePath().getParent());
        return ProtoInput.read(file, ModelProto.parser(), model -> new GraphReader(source, model, null).read());
    }

    /** The model in {@code bytes}, which has no external data; messages call it {@code label}. */
    public static Graph read(byte[] bytes, String label) {
        return read(UnsafeByteOperations.unsafeWrap(bytes), label, null);
    }

    /** The model in {@code bytes}, whose external data is in {@code store}. */
    public static Graph read(byte[] bytes, String label, TensorStore store) {
        return read(UnsafeByteOperations.unsafeWrap(bytes), label, store);
    }

    /** The model that the rest of {@code stream} holds, which has no external data. Does not close the stream. */
    public static Graph read(InputStream stream, String label) {
        try {
            return read(stream.readAllBytes(), label);
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(label, "cannot be read", e), e);
        } catch (OutOfMemoryError e) {
            throw new LimitException(label + ": needs more memory than this process has", e);
        }
    }

    private static Graph read(ByteString bytes, String label, @Nullable TensorStore store) {
        ModelSource source = new ModelSource(label, null);
        return ProtoInput.parse(
                bytes, label, ModelProto.parser(), model -> new GraphReader(source, model, store).read());
    }
}
