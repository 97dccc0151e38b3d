package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.lathe.error.LimitException;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Port;
import dev.lathe.op.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file declares about its values. */
final class Declarations {
    private final ModelSource source;

    Declarations(ModelSource source) {
        this.source = source;
    }

    /** A graph's input, whose element type must be declared. */
    Port input(ValueInfoProto value) {
        if (!value.getType().hasTensorType()) {
            refuseOtherThanTensor(value, "input");
            throw new ModelException(where(value, "input") + "has no declared type");
        }
        return new Port(value.getName(), element(value, "input").dtype(), dims(value, "input"));
    }

    /** A graph's output; where the file declares no type, that of {@code known} counts. */
    Port output(ValueInfoProto value, ValueInfo known) {
        refuseOtherThanTensor(value, "output");
        ElementType element = known.element();
        if (value.getType().getTensorType().getElemType() != 0) {
            element = element(value, "output");
        }
        return new Port(
                value.getName(),
                element == null ? ElementType.FLOAT32.dtype() : element.dtype(),
                dims(value, "output"));
    }

    private String where(ValueInfoProto value, String role) {
        return source.label() + ": " + role + " " + ModelSource.quote(value.getName()) + " ";
    }

    private void refuseOtherThanTensor(ValueInfoProto value, String role) {
        TypeProto.ValueCase kind = value.getType().getValueCase();
        if (kind != TypeProto.ValueCase.TENSOR_TYPE && kind != TypeProto.ValueCase.VALUE_NOT_SET) {
            throw new UnsupportedException(where(value, role) + "is a "
                    + kind.name().toLowerCase(Locale.ROOT).replace("_type", "").replace('_', ' ')
                    + ", only dense tensors are supported");
        }
    }

    private ElementType element(ValueInfoProto value, String role) {
        int number = value.getType().getTensorType().getElemType();
        ElementType element = ElementTypes.of(number);
        if (element == null) {
            throw new UnsupportedException(
                    where(value, role) + "has element type " + ElementTypes.name(number) + ", which is not supported");
        }
        return element;
    }

    private @Nullable List<Dim> dims(ValueInfoProto value, String role) {
        for (TensorShapeProto.Dimension dim :
                value.getType().getTensorType().getShape().getDimList()) {
            if (dim.getDimValue() > Integer.MAX_VALUE) {
                throw new LimitException(
                        where(value, role) + "has an extent of " + dim.getDimValue() + ", which is beyond 2^31");
            }
        }
        return info(value).dims();
    }

    /** What is declared, as far as it can be used. */
    static ValueInfo info(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        ElementType element = ElementTypes.of(tensor.getElemType());
        return new ValueInfo(element, tensor.hasShape() ? dims(tensor.getShape()) : null);
    }

    private static List<Dim> dims(TensorShapeProto shape) {
        List<Dim> dims = new ArrayList<>();
        for (TensorShapeProto.Dimension dim : shape.getDimList()) {
            long extent = dim.getDimValue();
            // Some exporters write -1 for an extent they do not know.
            boolean fixed = dim.hasDimValue() && extent >= 0 && extent <= Integer.MAX_VALUE;
            String symbol = dim.getDimParam();
            dims.add(fixed ? Dim.of((int) extent) : Dim.free(symbol.isEmpty() ? null : symbol));
        }
        return dims;
    }
}
