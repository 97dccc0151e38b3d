package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.error.ShapeException;
import dev.lathe.error.UnsupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one node, by name and type. Remembers which ones were asked for; the others are {@linkplain #extras
 * kept} for writing. Refusals are given without file and node, which the caller adds.
 */
final class Attributes {
    private final Map<String, AttributeProto> byName = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    /**
     * @throws ShapeException if an attribute is given twice
     * @throws UnsupportedException if one is a graph or refers to a function's
     */
    Attributes(List<AttributeProto> attributes) {
        for (AttributeProto attribute : attributes) {
            String name = attribute.getName();
            if (byName.put(name, attribute) != null) {
                throw new ShapeException("attribute " + ModelSource.quote(name) + " is given twice");
            }
            if (attribute.hasG()
                    || attribute.getGraphsCount() > 0
                    || !attribute.getRefAttrName().isEmpty()) {
                throw new UnsupportedException("attribute " + ModelSource.quote(name) + " holds a subgraph or refers"
                        + " to a function, which Lathe does not run");
            }
        }
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Declares that {@code names} say nothing an inference needs to know. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    long integer(String name, long absent) {
        AttributeProto attribute = find(name, AttributeType.INT);
        return attribute == null ? absent : attribute.getI();
    }

    int intOr(String name, int absent) {
        return narrow(name, integer(name, absent));
    }

    /** An integer that must be at least 1. */
    int positive(String name, int absent) {
        int value = intOr(name, absent);
        if (value < 1) {
            throw new ShapeException("attribute '" + name + "' must be positive, got " + value);
        }
        return value;
    }

    int required(String name) {
        if (!has(name)) {
            throw new ShapeException("attribute '" + name + "' is missing");
        }
        return intOr(name, 0);
    }

    boolean flag(String name, boolean absent) {
        return integer(name, absent ? 1 : 0) != 0;
    }

    float floatOr(String name, float absent) {
        AttributeProto attribute = find(name, AttributeType.FLOAT);
        return attribute == null ? absent : attribute.getF();
    }

    String text(String name, String absent) {
        AttributeProto attribute = find(name, AttributeType.STRING);
        return attribute == null ? absent : attribute.getS().toStringUtf8();
    }

    /** The list called {@code name}; empty when absent. */
    List<Integer> ints(String name) {
        long[] values = longs(name);
        List<Integer> narrow = new ArrayList<>();
        if (values != null) {
            for (long value : values) {
                narrow.add(narrow(name, value));
            }
        }
        return List.copyOf(narrow);
    }

    long @Nullable [] longs(String name) {
        AttributeProto attribute = find(name, AttributeType.INTS);
        return attribute == null
                ? null
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    float @Nullable [] floats(String name) {
        AttributeProto attribute = find(name, AttributeType.FLOATS);
        if (attribute == null) {
            return null;
        }
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = attribute.getFloats(i);
        }
        return values;
    }

    @Nullable
    TensorProto tensor(String name) {
        AttributeProto attribute = find(name, AttributeType.TENSOR);
        return attribute == null ? null : attribute.getT();
    }

    /** Whether {@code name} is there with a value of {@code type}. */
    boolean is(String name, AttributeType type) {
        AttributeProto attribute = byName.get(name);
        return attribute != null && typeOf(attribute) == type;
    }

    /** The attributes nobody asked for, serialised. */
    Map<String, byte[]> extras() {
        Map<String, byte[]> extras = new HashMap<>();
        byName.forEach((name, attribute) -> {
            if (!known.contains(name)) {
                extras.put(name, attribute.toByteArray());
            }
        });
        return extras;
    }

    private @Nullable AttributeProto find(String name, AttributeType wanted) {
        known.add(name);
        AttributeProto attribute = byName.get(name);
        if (attribute != null && typeOf(attribute) != wanted) {
            throw new ShapeException("attribute '" + name + "' has type " + typeOf(attribute) + ", wanted " + wanted);
        }
        return attribute;
    }

    /** The declared type, or for files from before types were declared, that of the field in use. */
    private static AttributeType typeOf(AttributeProto attribute) {
        if (attribute.getType() != AttributeType.UNDEFINED) {
            return attribute.getType();
        }
        return attribute.hasF()
                ? AttributeType.FLOAT
                : attribute.hasI()
                        ? AttributeType.INT
                        : attribute.hasS()
                                ? AttributeType.STRING
                                : attribute.hasT()
                                        ? AttributeType.TENSOR
                                        : attribute.getFloatsCount() > 0 ? AttributeType.FLOATS : AttributeType.INTS;
    }

    private static int narrow(String name, long value) {
        if (value != (int) value) {
            throw new ShapeException("attribute '" + name + "' holds " + value + ", which is beyond 32 bits");
        }
        return (int) value;
    }
}
