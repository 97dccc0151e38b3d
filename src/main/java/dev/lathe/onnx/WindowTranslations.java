package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import dev.lathe.op.Conv;
import dev.lathe.op.ConvInteger;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.Epilogue;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.QLinearConv;
import dev.lathe.op.Window;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Convolutions and pools. */
final class WindowTranslations {
    private WindowTranslations() {}

    static void addTo(Map<String, Translation> table) {
        table.put("Conv", node -> node.emit(new Conv(window(node), groups(node), Epilogue.NONE)));
        table.put("ConvInteger", node -> node.emit(new ConvInteger(window(node), groups(node))));
        table.put("QLinearConv", node -> node.emit(new QLinearConv(window(node), groups(node))));
        table.put("ConvTranspose", WindowTranslations::convTranspose);
        table.put("MaxPool", node -> pool(node, Pool.Kind.MAX));
        table.put("AveragePool", node -> pool(node, Pool.Kind.AVERAGE));
        table.put("LpPool", node -> pool(node, Pool.Kind.LP));
        table.put("GlobalMaxPool", node -> node.emit(new GlobalPool(Pool.Kind.MAX, 0)));
        table.put("GlobalAveragePool", node -> node.emit(new GlobalPool(Pool.Kind.AVERAGE, 0)));
        table.put("GlobalLpPool", node -> node.emit(new GlobalPool(Pool.Kind.LP, norm(node))));
    }

    private static void convTranspose(OnnxNode node) {
        List<Integer> outputPadding = node.attributes().ints("output_padding");
        List<Integer> outputShape = node.attributes().ints("output_shape");
        node.emit(new ConvTranspose(window(node), groups(node), outputPadding, outputShape));
    }

    private static void pool(OnnxNode node, Pool.Kind kind) {
        Window window = window(node);
        boolean ceil = node.attributes().flag("ceil_mode", false);
        boolean countPadding = kind == Pool.Kind.AVERAGE && node.attributes().flag("count_include_pad", false);
        int p = kind == Pool.Kind.LP ? norm(node) : 0;
        boolean columnMajor = kind == Pool.Kind.MAX && node.attributes().flag("storage_order", false);
        node.emit(new Pool(kind, window, ceil, countPadding, p, columnMajor));
    }

    /** The {@code p} of an LP norm, which opset 1 gave as a float. */
    private static int norm(OnnxNode node) {
        Attributes attributes = node.attributes();
        if (!attributes.is("p", AttributeType.FLOAT)) {
            return attributes.intOr("p", 2);
        }
        float p = attributes.floatOr("p", 2);
        if (p != (int) p) {
            throw node.unsupported("the norm p = %s is not a whole number", p);
        }
        return (int) p;
    }

    private static int groups(OnnxNode node) {
        return node.attributes().intOr("group", 1);
    }

    private static Window window(OnnxNode node) {
        Attributes attributes = node.attributes();
        List<Integer> kernel = attributes.ints("kernel_shape");
        List<Integer> strides = attributes.ints("strides");
        List<Integer> dilations = attributes.ints("dilations");
        List<Integer> pads = attributes.ints("pads");
        boolean sameRank = pads.size() % 2 == 0
                && Stream.of(kernel.size(), strides.size(), dilations.size(), pads.size() / 2)
                                .filter(size -> size > 0)
                                .distinct()
                                .count()
                        <= 1;
        if (!sameRank) {
            throw node.malformed(
                    "kernel_shape %s, strides %s, dilations %s and pads %s are of different ranks",
                    kernel, strides, dilations, pads);
        }
        return new Window(kernel, strides, dilations, padding(node, pads));
    }

    private static Padding padding(OnnxNode node, List<Integer> pads) {
        String auto = node.attributes().text("auto_pad", "NOTSET");
        int rank = pads.size() / 2;
        return switch (auto) {
            case "SAME_UPPER" -> new Padding.SameUpper();
            case "SAME_LOWER" -> new Padding.SameLower();
            case "VALID" -> new Padding.Valid();
            case "NOTSET", "" -> new Padding.Explicit(pads.subList(0, rank), pads.subList(rank, pads.size()));
            default -> throw node.malformed("auto_pad is '%s', which does not exist", auto);
        };
    }
}
