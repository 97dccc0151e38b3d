package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.demo.fashion.FashionResult;
import dev.lathe.demo.fashion.Speed;
import dev.lathe.demo.fashion.Stage;
import dev.lathe.report.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionTellerTest {
    private static final Stage ORIGINAL =
            new Stage("original", "", 931, 1000, 543_210, 145_296, 145_296, 10_059_264, 0);
    private static final Stage SMALL =
            new Stage("fine-tuned", "./lathe finetune", 925, 1000, 41_234, 80_000, 40_000, 5_000_000, 31.4);

    @Test
    void everyLineIsToldWhenItIsKnownUnderOneHeader() {
        List<String> lines = new ArrayList<>();
        Progress progress = new Progress(new PrintWriter(new StringWriter()), false);
        CompressionTeller teller = new CompressionTeller(progress, lines::add);

        teller.stage(ORIGINAL);
        assertThat(lines).hasSize(3);
        teller.stage(SMALL);
        teller.speed(new Speed("cpu", 50, 1000, 1500, 925));
        teller.speed(new Speed("opencl:0", 50, 800, 600, 924));
        teller.end(new FashionResult(List.of(ORIGINAL, SMALL), List.of(), "small.lathe", "page.html"));

        assertThat(lines).hasSize(8);
        assertThat(lines.get(0)).contains("1000");
        assertThat(words(lines.get(2)))
                .containsExactly("original", "93.10%", "543,210", "145,296", "145,296", "10,059,264", "-");
        assertThat(words(lines.get(3)))
                .containsExactly("fine-tuned", "92.50%", "41,234", "80,000", "40,000", "5,000,000", "31.4");
        assertThat(words(lines.get(4))).startsWith("images/s", "original");
        assertThat(words(lines.get(5))).endsWith("1,000", "1,500", "1.50");
        assertThat(words(lines.get(6))).endsWith("800", "600", "0.75");
        assertThat(lines.get(7)).contains("small.lathe", "page.html");
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+");
    }
}
