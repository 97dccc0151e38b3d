package dev.lathe.onnx;

/** Name spaces of operators. */
final class OnnxDomain {
    private OnnxDomain() {}

    /** Whether {@code domain} is that of the ONNX standard, which has two spellings. */
    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
