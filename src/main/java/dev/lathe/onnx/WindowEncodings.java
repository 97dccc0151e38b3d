package dev.lathe.onnx;

import static dev.lathe.onnx.NodeEncodings.none;

import dev.lathe.op.Conv;
import dev.lathe.op.ConvTranspose;
import dev.lathe.op.GlobalPool;
import dev.lathe.op.Padding;
import dev.lathe.op.Pool;
import dev.lathe.op.Window;
import java.util.ArrayList;
import java.util.List;

/** Convolutions and pools as nodes. */
final class WindowEncodings {
    private static final int CONV_RESIDUAL = 3;

    private WindowEncodings() {}

    static void conv(Conv op, NodeWriter to) {
        AttributesBuilder attributes = grouped(op.window(), op.groups());
        ActivationEncodings.fused("Conv", attributes, CONV_RESIDUAL, op.epilogue(), to);
    }

    static void convTranspose(ConvTranspose op, NodeWriter to) {
        AttributesBuilder attributes = grouped(op.window(), op.groups())
                .ints("output_padding", op.outputPadding())
                .ints("output_shape", op.outputShape());
        to.whole(op.name(), attributes);
    }

    static void pool(Pool op, NodeWriter to) {
        AttributesBuilder attributes = window(op.window()).flag("ceil_mode", op.ceil());
        switch (op.kind()) {
            case MAX -> attributes.flag("storage_order", op.columnMajor());
            case AVERAGE -> attributes.flag("count_include_pad", op.countPadding());
            case LP -> attributes.put("p", op.p());
        }
        to.whole(op.name(), attributes);
    }

    static void globalPool(GlobalPool op, NodeWriter to) {
        to.whole(
                op.name(),
                switch (op.kind()) {
                    case MAX, AVERAGE -> none();
                    case LP -> none().put("p", op.p());
                });
    }

    static AttributesBuilder grouped(Window window, int groups) {
        return window(window).put("group", groups);
    }

    private static AttributesBuilder window(Window window) {
        AttributesBuilder attributes = none().ints("kernel_shape", window.kernel())
                .ints("strides", window.strides())
                .ints("dilations", window.dilations());
        return switch (window.padding()) {
            case Padding.Explicit(var begin, var end) -> attributes.ints("pads", joined(begin, end));
            case Padding.SameUpper _ -> attributes.put("auto_pad", "SAME_UPPER");
            case Padding.SameLower _ -> attributes.put("auto_pad", "SAME_LOWER");
            case Padding.Valid _ -> attributes.put("auto_pad", "VALID");
        };
    }

    private static List<Integer> joined(List<Integer> begin, List<Integer> end) {
        List<Integer> pads = new ArrayList<>(begin);
        pads.addAll(end);
        return pads;
    }
}
