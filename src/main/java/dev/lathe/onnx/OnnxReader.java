package dev.lathe.onnx;

import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Graph;
import java.nio.file.Path;

/** Reads ONNX files. */
public final class OnnxReader {
    private OnnxReader() {}

    public static Graph read(Path file) {
        throw new UnsupportedException(file.toString());
    }
}
