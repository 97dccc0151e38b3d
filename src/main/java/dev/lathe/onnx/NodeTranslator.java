package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds the translation of each node and adds file, node and opset to what it refuses. */
final class NodeTranslator {
    private static final Map<String, Translation> TRANSLATIONS = translations();

    private final GraphDraft draft;
    private final int opset;

    NodeTranslator(GraphDraft draft, int opset) {
        this.draft = draft;
        this.opset = opset;
    }

    private static Map<String, Translation> translations() {
        Map<String, Translation> table = new HashMap<>();
        ElementwiseTranslations.addTo(table);
        ActivationTranslations.addTo(table);
        WindowTranslations.addTo(table);
        NormalizationTranslations.addTo(table);
        MatrixTranslations.addTo(table);
        QuantizationTranslations.addTo(table);
        ReductionTranslations.addTo(table);
        MovementTranslations.addTo(table);
        PieceTranslations.addTo(table);
        ResizeTranslations.addTo(table);
        ConstantTranslations.addTo(table);
        return Map.copyOf(table);
    }

    /** Names of the operators that have a translation. */
    static Set<String> operators() {
        return TRANSLATIONS.keySet();
    }

    /** Adds the translation of {@code proto}, which is called {@code name} from now on, to the draft. */
    void translate(NodeProto proto, String name) {
        String operator = ModelSource.plain(proto.getOpType());
        String where = draft.source().label() + ": node " + ModelSource.quote(name) + " (" + operator + ", opset "
                + opset + "): ";
        try {
            Translation translation = TRANSLATIONS.get(proto.getOpType());
            if (!OnnxDomain.isStandard(proto.getDomain())) {
                throw new UnsupportedException(
                        "operators of domain " + ModelSource.quote(proto.getDomain()) + " are not supported");
            }
            if (translation == null) {
                throw new UnsupportedException("this operator is not supported");
            }
            translation.translate(new OnnxNode(draft, proto, name, opset));
        } catch (ShapeException e) {
            throw new ModelException(where + e.getMessage(), e);
        } catch (UnsupportedException e) {
            throw new UnsupportedException(where + e.getMessage(), e);
        } catch (LimitException e) {
            throw new LimitException(where + e.getMessage(), e);
        }
    }
}
