package dev.lathe.report;

import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.Ceilings;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What layers reach against what they ask of the memory, under the roof of the machine (Williams, Waterman, Patterson
 * 2009): a layer left of the ridge waits for the memory, one right of it for the arithmetic.
 *
 * @param layers of one run; those without multiply-adds are left out
 * @param ceilings null where nothing is known of the device
 */
record RooflineChart(String title, List<LayerResult> layers, @Nullable Ceilings ceilings) {
    /** Whether {@code layer} has a place in a roofline. */
    static boolean shows(LayerResult layer) {
        return layer.gflops() > 0 && layer.flopsPerByte() > 0;
    }

    String svg() {
        List<LayerResult> shown = layers.stream().filter(RooflineChart::shows).toList();
        List<String> ops = shown.stream().map(LayerResult::op).distinct().toList();
        Frame frame = new Frame(title, across(shown), up(shown), ops);
        Svg svg = frame.draw();
        if (ceilings != null) {
            roof(frame, svg, ceilings);
        }
        for (LayerResult layer : shown) {
            String words = layer.node() + ": " + Numbers.digits(layer.gflops()) + " GFLOP/s at "
                    + Numbers.digits(layer.flopsPerByte()) + " FLOP/byte";
            frame.dot(svg, ops.indexOf(layer.op()), layer.flopsPerByte(), layer.gflops(), words);
        }
        return svg.toString();
    }

    private Axis across(List<LayerResult> shown) {
        DoubleStream ridge = ceilings == null ? DoubleStream.empty() : DoubleStream.of(ridge(ceilings));
        return Axis.around(
                "FLOP/byte",
                DoubleStream.concat(shown.stream().mapToDouble(LayerResult::flopsPerByte), ridge)
                        .toArray());
    }

    private Axis up(List<LayerResult> shown) {
        DoubleStream peak = ceilings == null ? DoubleStream.empty() : DoubleStream.of(ceilings.gflops());
        return Axis.around(
                "GFLOP/s",
                DoubleStream.concat(shown.stream().mapToDouble(LayerResult::gflops), peak)
                        .toArray());
    }

    /** Operations for each byte from which on the memory keeps up. */
    private static double ridge(Ceilings ceilings) {
        return ceilings.gflops() / ceilings.gigabytesPerSecond();
    }

    private static void roof(Frame frame, Svg svg, Ceilings ceilings) {
        double ridge = ridge(ceilings);
        // Where the slope of the memory enters the field: at its left edge, or at its floor.
        double left = Math.max(frame.across().low(), frame.up().low() / ceilings.gigabytesPerSecond());
        double floor = left * ceilings.gigabytesPerSecond();
        double right = frame.across().high();
        frame.path(svg, "roof", left, floor, ridge, ceilings.gflops(), right, ceilings.gflops());
    }
}
