package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.report.PageReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench --suite} on the two smallest networks. */
class BenchSuiteTest {
    private static final Object[] TINY = {
        "bench", "--suite", "lenet5", "lenet-300-100", "--device", "cpu", "--threads", "1", "--seconds", "0.02"
    };

    private static Object[] with(Object... more) {
        Object[] all = Arrays.copyOf(TINY, TINY.length + more.length);
        System.arraycopy(more, 0, all, TINY.length, more.length);
        return all;
    }

    @Test
    void comparesWithThePeer(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("suite.html");
        JsonNode found = Invocation.json(with("--peer", "onnxruntime", "--batch", "1,3", "--report", file));
        assertThat(Invocation.fields(found)).containsExactly("networks", "means");
        assertThat(found.get("networks").findValuesAsText("model")).containsExactly("lenet5", "lenet-300-100");
        assertThat(found.get("means")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode mean = found.get("means").get(i);
            double first = found.at("/networks/0/ratios/" + i + "/factor").asDouble();
            double second = found.at("/networks/1/ratios/" + i + "/factor").asDouble();
            assertThat(mean.get("factor").asDouble())
                    .isCloseTo(Math.sqrt(first * second), within(1e-9 * Math.max(first, second)));
            assertThat(mean.get("batch").asInt()).isEqualTo(i == 0 ? 1 : 3);
        }
        assertThat(found.get("networks")).allSatisfy(network -> {
            assertThat(network.get("results")).hasSize(4).allSatisfy(BenchSuiteTest::assertWarmedUp);
            assertThat(network.at("/ceilings/gflops").asDouble()).isPositive();
            assertThat(network.get("layers")).isNotEmpty();
        });
        PageReading page = PageReading.of(Files.readString(file));
        page.assertSelfContained();
        assertThat(page.data()).isEqualTo(found);
    }

    private static void assertWarmedUp(JsonNode result) {
        JsonNode warmUp = result.get("warmUp");
        assertThat(Invocation.fields(warmUp))
                .containsExactly("readMs", "openMs", "firstResultMs", "steadyMs", "steadyCall", "calls");
        boolean lathe = result.get("engine").asText().equals("lathe");
        assertThat(warmUp.get("readMs").asDouble() > 0).isEqualTo(lathe);
        double read = warmUp.get("readMs").asDouble();
        double first = warmUp.get("firstResultMs").asDouble();
        assertThat(first).isCloseTo(read + result.get("firstRunMs").asDouble(), within(1e-9 * first));
        assertThat(warmUp.at("/calls/0/medianMs").asDouble())
                .isCloseTo(first - read - warmUp.get("openMs").asDouble(), within(1e-9 * first));
    }

    @Test
    void standsAloneWithoutThePeer() {
        Invocation call = Invocation.of(with("--batch", "2"));
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(call.out().lines().filter(line -> line.contains("lathe cpu")))
                .hasSize(2);
        assertThat(call.out())
                .contains("lenet5", "lenet-300-100", "first result ms", "from the beginning of reading the model")
                .doesNotContain("geometric", "Infinity", "NaN");
    }

    @Test
    void aWrongResultFailsTheSuite() {
        Invocation call = Invocation.of(with("--batch", "1", "--tolerance", "-1"));
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).contains("lenet5, batch 1: lathe cpu DISAGREES with reference");
        assertThat(call.err()).startsWith("lathe: the engines");
    }
}
