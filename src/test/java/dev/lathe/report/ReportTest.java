package dev.lathe.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, numbers, JSON, pages and progress. */
class ReportTest {
    private record Pair(String b, List<Integer> a) {}

    @Test
    void alignsTextLeftAndNumbersRight() {
        Table table = new Table("name", "n").row("a", 5).row("long one", "1,234");
        assertThat(table.toString()).isEqualTo("name          n\na             5\nlong one  1,234");
        assertThatThrownBy(() -> table.row("a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsAboutThreeDigits() {
        assertThat(List.of(0.01234, 0.1234, 1.234, 12.34, 123.4, 12345.6, 0.0).stream()
                        .map(Numbers::digits))
                .containsExactly("0.0123", "0.123", "1.23", "12.3", "123", "12,346", "0");
        assertThat(Numbers.percent(0.915)).isEqualTo("91.50%");
        assertThat(Numbers.shape(Arrays.asList(-1, 3, 7))).isEqualTo("?x3x7");
        assertThat(Numbers.shape(null)).isEqualTo("-");
        assertThat(Numbers.whole(1234567L)).isEqualTo("1,234,567");
    }

    @Test
    void fieldsAreNamedAndOrderedAsComponents() {
        assertThat(Json.text(new Pair("x\"y", List.of(1, -1))).replaceAll("\\s", ""))
                .isEqualTo("{\"b\":\"x\\\"y\",\"a\":[1,-1]}");
    }

    @Test
    void pagesAreSelfContainedAndEscaped(@TempDir Path folder) throws Exception {
        HtmlPage page = new HtmlPage("<model> & co")
                .table(new Table("a", "b").row("<i>", 3))
                .bars(List.of(new HtmlPage.Bar("one", 2), new HtmlPage.Bar("two", 1)));
        Path file = folder.resolve("a/report.html");
        page.write(file);
        String html = Files.readString(file);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("&lt;model&gt; &amp; co", "&lt;i&gt;", "width=\"480.0\"", "width=\"240.0\"")
                .doesNotContain("<i>", "http", "src=", "<script");
    }

    @Test
    void progressIsDrawnOnTerminalsOnly() {
        StringWriter text = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(text), false)) {
            progress.show("images", 1, 2);
        }
        assertThat(text.toString()).isEmpty();
        try (Progress progress = new Progress(new PrintWriter(text), true)) {
            progress.show("images", 1, 2);
        }
        assertThat(text.toString())
                .contains("images [" + "#".repeat(15) + " ".repeat(15) + "] 1/2")
                .endsWith("\u001b[K");
    }
}
