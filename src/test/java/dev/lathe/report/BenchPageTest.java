package dev.lathe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.bench.BenchReport;
import dev.lathe.bench.BenchReport.Check;
import dev.lathe.bench.BenchReport.LayerResult;
import dev.lathe.bench.BenchReport.Phases;
import dev.lathe.bench.BenchReport.Ratio;
import dev.lathe.bench.BenchReport.Result;
import dev.lathe.bench.Ceilings;
import dev.lathe.bench.Latency;
import dev.lathe.bench.Machine;
import dev.lathe.bench.SuiteReport;
import dev.lathe.bench.WarmUp;
import dev.lathe.bench.WarmUp.Calls;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class BenchPageTest {
    private static final Machine MACHINE = new Machine(
            "A <fast> & odd CPU",
            2,
            "Linux",
            "A JVM",
            List.of("-Xmx4g"),
            4L << 30,
            "1.0",
            "2026-01-02T03:04:05Z",
            7,
            -1);

    private static Result result(String engine, double ms) {
        List<Calls> calls = List.of(new Calls(1, 1, 9.5 * ms), new Calls(2, 2, 2.25 * ms), new Calls(3, 4, ms));
        WarmUp warmUp = new WarmUp(3.5, 2.5, 6 + 9.5 * ms, 6 + 12.75 * ms, 3, calls);
        Latency latency = new Latency(0.75 * ms, ms, 1.25 * ms, 2.5 * ms, 1.125 * ms);
        return new Result(engine, "cpu", 1, 2, 1e3 / ms, 4 / ms, latency, 9.5 * ms + 2.5, 5 << 20, warmUp);
    }

    private static BenchReport report(String model, @Nullable Ceilings ceilings) {
        List<LayerResult> layers = List.of(
                new LayerResult("cpu", 1, "conv\u0001<1>", "Conv", 0.75, 0.75, 37.5, 8.25),
                new LayerResult("cpu", 1, "fc", "Gemm", 0.125, 0.125, 3.5, 0.4375),
                new LayerResult("cpu", 1, "pool", "MaxPool", 0.125, 0.125, 0, 0));
        return new BenchReport(
                model,
                List.of(result("lathe", 2), result("other", 1.5)),
                List.of(new Ratio(1, "lathe cpu", "other cpu", 0.75)),
                List.of(new Check(1, "lathe cpu", "other cpu", 1e-6, 1e-3, true)),
                layers,
                List.of(new Phases("cpu", 1, 0, 1, 0)),
                MACHINE,
                ceilings);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    @Test
    void thePageIsWellFormedAndSelfContainedWithEverySection() throws Exception {
        PageReading page = PageReading.of(
                BenchPage.of(report("m.onnx", new Ceilings(2, 100, 20))).toString());
        page.assertSelfContained();
        assertThat(page.texts("h2")).containsExactly("m.onnx", "Machine", "Raw data");
        assertThat(page.texts("h3"))
                .containsExactly(
                        "Images per second", "Latency", "Warm-up", "Roofline", "Layers", "To the device and back");
        assertThat(page.texts("td")).contains("A <fast> & odd CPU", "-Xmx4g", "2026-01-02T03:04:05Z", "1.0");
        assertThat(page.texts("td")).contains("conv\uFFFD<1>");
        assertThat(page.texts("p")).anyMatch(p -> p.contains("100 GFLOP/s") && p.contains("20.0 GB/s"));
    }

    @Test
    void theRawDataIsTheReport() throws Exception {
        BenchReport report = report("m.onnx", null);
        JsonNode data = PageReading.of(BenchPage.of(report).toString()).data();
        assertThat(data).isEqualTo(new ObjectMapper().readTree(Json.text(report)));
        assertThat(data.at("/results/1/warmUp/steadyMs").asDouble()).isEqualTo(6 + 12.75 * 1.5);
        assertThat(data.at("/machine/processor").asText()).isEqualTo("A <fast> & odd CPU");
        assertThat(data.at("/ceilings").isNull()).isTrue();
    }

    @Test
    void theRooflineShowsTheLayersOfTheData() throws Exception {
        PageReading page = PageReading.of(
                BenchPage.of(report("m.onnx", new Ceilings(2, 100, 20))).toString());
        Element svg = page.picture("cpu, batch 1", 0);
        List<Element> dots = PageReading.below(svg, "circle");
        List<JsonNode> layers = each(page.data().get("layers"))
                .filter(layer -> layer.get("gflops").asDouble() > 0)
                .toList();
        assertThat(dots).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(number(dots.get(i), "data-x"))
                    .isEqualTo(layers.get(i).get("flopsPerByte").asDouble());
            assertThat(number(dots.get(i), "data-y"))
                    .isEqualTo(layers.get(i).get("gflops").asDouble());
        }
        // The axes are 0.2 to 10 FLOP/byte, 620 wide from 75 on, and 2 to 100 GFLOP/s, 300 high.
        double across = 75 + 620 * Math.log(8.25 / 0.2) / Math.log(10 / 0.2);
        assertThat(number(dots.get(0), "cx")).isCloseTo(across, within(0.0051));
        double apart = 300 * Math.log(37.5 / 3.5) / Math.log(100 / 2.0);
        assertThat(number(dots.get(1), "cy") - number(dots.get(0), "cy")).isCloseTo(apart, within(0.0101));
        // The roof: from 0.2 FLOP/byte, 4 GFLOP/s, by the ridge at 100 / 20 to the right edge.
        String[] roof = PageReading.below(svg, "polyline")
                .getFirst()
                .getAttribute("points")
                .split("[ ,]");
        assertThat(Double.parseDouble(roof[0])).isEqualTo(75);
        double ridge = 75 + 620 * Math.log(5 / 0.2) / Math.log(10 / 0.2);
        assertThat(Double.parseDouble(roof[2])).isCloseTo(ridge, within(0.0051));
        assertThat(roof[3]).isEqualTo(roof[5]);
        assertThat(Double.parseDouble(roof[4])).isEqualTo(695);
    }

    @Test
    void latencyAndWarmUpShowTheCallsOfTheData() throws Exception {
        PageReading page = PageReading.of(BenchPage.of(report("m.onnx", null)).toString());
        JsonNode results = page.data().get("results");
        List<Double> percentiles = each(results)
                .map(result -> result.get("latencyMs"))
                .flatMap(ms -> Stream.of("min", "p50", "p90", "p99")
                        .map(name -> ms.get(name).asDouble()))
                .toList();
        List<Element> marks = PageReading.below(page.picture("batch 1", 0), "circle");
        assertThat(marks).extracting(mark -> number(mark, "data-x")).isEqualTo(percentiles);
        // To 5 ms over 505 from 190 on.
        assertThat(marks).allSatisfy(mark -> assertThat(number(mark, "cx"))
                .isCloseTo(190 + 505 * number(mark, "data-x") / 5, within(0.0051)));
        List<JsonNode> calls = each(results)
                .flatMap(result -> each(result.at("/warmUp/calls")))
                .toList();
        List<Element> dots = PageReading.below(page.picture("batch 1", 1), "circle");
        assertThat(dots)
                .extracting(dot -> number(dot, "data-x"))
                .isEqualTo(
                        calls.stream().map(call -> call.get("first").asDouble()).toList());
        assertThat(dots)
                .extracting(dot -> number(dot, "data-y"))
                .isEqualTo(calls.stream()
                        .map(call -> call.get("medianMs").asDouble())
                        .toList());
    }

    @Test
    void barsShowImagesPerSecondAndLayersOfTheData() throws Exception {
        PageReading page = PageReading.of(BenchPage.of(report("m.onnx", null)).toString());
        List<Double> bars = page.elements("rect").stream()
                .filter(rect -> rect.hasAttribute("data-x"))
                .map(rect -> number(rect, "data-x"))
                .toList();
        JsonNode data = page.data();
        Stream<Double> speeds =
                each(data.get("results")).map(r -> r.get("imagesPerSecond").asDouble());
        Stream<Double> layers =
                each(data.get("layers")).map(l -> l.get("milliseconds").asDouble());
        assertThat(bars).isEqualTo(Stream.concat(speeds, layers).toList());
    }

    @Test
    void theSuiteHasAllNetworksAndTheirMean() throws Exception {
        SuiteReport report = new SuiteReport(
                List.of(report("one", null), report("two", null)),
                List.of(new SuiteReport.Mean(1, "lathe cpu", "other cpu", 2, 0.75)));
        PageReading page = PageReading.of(BenchPage.of(report).toString());
        page.assertSelfContained();
        assertThat(page.texts("h2")).containsExactly("All networks", "one", "two", "Machine", "Raw data");
        assertThat(page.texts("p"))
                .contains(
                        "batch 1: lathe cpu runs at 0.75 times the speed of other cpu, geometric mean over 2 networks");
        assertThat(page.data()).isEqualTo(new ObjectMapper().readTree(Json.text(report)));
    }
}
