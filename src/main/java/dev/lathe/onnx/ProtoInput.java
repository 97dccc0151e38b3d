package dev.lathe.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.file.FileMessage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** Parses protobuf messages without copying their weights, and turns everything that can go wrong into a refusal. */
final class ProtoInput {
    private ProtoInput() {}

    /**
     * What {@code body} makes of the message in {@code file}. The message points into the mapped file and must not
     * outlive the call.
     *
     * @throws ModelException if the file cannot be read or is no such message
     * @throws LimitException if it is larger than 2 GB or does not fit the memory of this process
     */
    static <M, R> R read(Path file, Parser<M> parser, Function<M, R> body) {
        String label = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new ModelException(label + ": " + (Files.exists(file) ? "is not a file" : "does not exist"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new LimitException(label + ": has " + size + " bytes; protobuf files end at 2 GB,"
                        + " larger models keep their weights in external data");
            }
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return parse(UnsafeByteOperations.unsafeWrap(mapped.asByteBuffer()), label, parser, body);
        } catch (IOException e) {
            throw new ModelException(FileMessage.of(label, "cannot be read", e), e);
        }
    }

    /** What {@code body} makes of the message in {@code bytes}, which it may point into. */
    static <M, R> R parse(ByteString bytes, String label, Parser<M> parser, Function<M, R> body) {
        try {
            CodedInputStream input = bytes.newCodedInput();
            input.enableAliasing(true);
            return body.apply(parser.parseFrom(input));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(label + ": is not an ONNX file, or a damaged one: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            // A few bytes of protobuf can stand for many objects; how many is known only after they were made.
            throw new LimitException(label + ": needs more memory than this process has", e);
        } catch (InternalError e) {
            // What the JVM throws when a mapped file shrinks under its reader.
            throw new ModelException(label + ": changed while it was read", e);
        }
    }
}
