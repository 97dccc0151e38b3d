package dev.lathe.report;

import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.WarmUp.Calls;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How long each call took, from the first on, both to a logarithmic scale; a dashed line at the median of the measured
 * calls.
 *
 * @param results of one batch
 */
record WarmUpChart(String title, List<Result> results) {
    String svg() {
        Frame frame = new Frame(
                title,
                Axis.around("call", values().mapToDouble(Calls::last).toArray()),
                Axis.around("ms", values().mapToDouble(Calls::medianMs).toArray()),
                results.stream().map(Result::label).toList());
        Svg svg = frame.draw();
        for (int i = 0; i < results.size(); i++) {
            curve(frame, svg, i);
        }
        return svg.toString();
    }

    private Stream<Calls> values() {
        return results.stream().flatMap(result -> result.warmUp().calls().stream());
    }

    private void curve(Frame frame, Svg svg, int series) {
        Result result = results.get(series);
        List<Calls> calls = result.warmUp().calls();
        double steady = result.latencyMs().p50();
        frame.path(
                svg,
                "steady " + Svg.colour(series),
                frame.across().low(),
                steady,
                frame.across().high(),
                steady);
        frame.path(
                svg,
                "curve " + Svg.colour(series),
                calls.stream()
                        .flatMapToDouble(each -> DoubleStream.of(each.first(), each.medianMs()))
                        .toArray());
        for (Calls each : calls) {
            String words = result.label() + ", call "
                    + (each.first() == each.last() ? each.first() : each.first() + " to " + each.last()) + ": "
                    + Numbers.digits(each.medianMs()) + " ms";
            frame.dot(svg, series, each.first(), each.medianMs(), words);
        }
    }
}
