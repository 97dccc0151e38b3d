package dev.lathe.onnx;

import dev.lathe.op.Epilogue;
import dev.lathe.op.Gemm;
import dev.lathe.op.MatMul;
import dev.lathe.op.MatMulInteger;
import dev.lathe.op.QLinearMatMul;
import java.util.Map;

/** Matrix products. */
final class MatrixTranslations {
    private MatrixTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Gemm", MatrixTranslations::gemm);
        table.put("MatMul", node -> node.emit(new MatMul()));
        table.put("MatMulInteger", node -> node.emit(new MatMulInteger()));
        table.put("QLinearMatMul", node -> node.emit(new QLinearMatMul()));
    }

    private static void gemm(OnnxNode node) {
        Attributes attributes = node.attributes();
        // Since opset 7 C always broadcasts; what was legal before still means the same.
        attributes.ignore("broadcast");
        node.emit(new Gemm(
                attributes.floatOr("alpha", 1),
                attributes.floatOr("beta", 1),
                attributes.flag("transA", false),
                attributes.flag("transB", false),
                Epilogue.NONE));
    }
}
