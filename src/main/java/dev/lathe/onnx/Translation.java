package dev.lathe.onnx;

/** Rewrites one node of a file, of any opset, as canonical operators. */
interface Translation {
    /**
     * Emits what {@code node} stands for.
     *
     * @throws dev.lathe.error.UnsupportedException if it asks for what Lathe does not do
     * @throws dev.lathe.error.ModelException if it contradicts the ONNX specification
     */
    void translate(OnnxNode node);
}
