package dev.lathe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lathe.data.IdxFiles;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compress --max-drop} on LeNet-5 with random weights and noise: what is searched does not matter here. */
class SearchCommandTest {
    private static final int IMAGES = 24;
    private static final int SIDE = 28;

    @TempDir
    private Path folder;

    private Path model;
    private String data;

    @BeforeEach
    void writeModelAndImages() throws IOException {
        model = folder.resolve("lenet5.onnx");
        OnnxWriter.write(Zoo.graph("lenet5", 1), model);
        byte[] pixels = new byte[IMAGES * SIDE * SIDE];
        new Random(4).nextBytes(pixels);
        byte[] labels = new byte[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = (byte) (i % 2);
        }
        data = "idx:" + IdxFiles.write(folder.resolve("images"), pixels, IMAGES, SIDE, SIDE) + ","
                + IdxFiles.write(folder.resolve("labels"), labels, IMAGES);
    }

    private Object[] search(Object... more) {
        Path output = folder.resolve("small.lathe");
        List<Object> words = new ArrayList<>(List.of("compress", model, "-o", output, "--max-drop", 0.5));
        words.addAll(List.of("--device", "cpu", "--threads", 1));
        words.addAll(Arrays.asList(more));
        return words.toArray();
    }

    @Test
    void tellsTrialsAndFrontAsJsonAndOnAPage() throws IOException {
        Path page = folder.resolve("report.html");
        Path work = folder.resolve("kept");
        JsonNode found = Invocation.json(
                search("--data", data, "--epochs", 0, "--include", "conv*", "--work", work, "--report", page));
        assertThat(Invocation.fields(found))
                .containsExactly(
                        "model",
                        "output",
                        "device",
                        "goal",
                        "maxDrop",
                        "images",
                        "original",
                        "compressed",
                        "best",
                        "layers",
                        "sensitivities",
                        "trials",
                        "front",
                        "seconds");
        assertThat(Invocation.fields(found.get("compressed")))
                .containsExactly("parameters", "nonZero", "macs", "bytes", "drop");
        assertThat(found.at("/compressed/bytes").asLong()).isEqualTo(Files.size(folder.resolve("small.lathe")));
        assertThat(found.get("front").size()).isBetween(1, found.get("trials").size());
        assertThat(Invocation.fields(found.get("layers").get(0)))
                .containsExactly("name", "setting", "parameters", "nonZero", "bytes");
        assertThat(Files.readString(page)).contains("<svg", "Trials", "conv1", "drop of top-1");
        assertThat(work).isNotEmptyDirectory();
    }

    @Test
    void whatOnlyASearchHasWantsOne() {
        for (String option : new String[] {"--trials", "--epochs", "--seed"}) {
            Invocation.of("compress", model, "-o", folder.resolve("small.lathe"), "--data", data, option, 1)
                    .assertUsage("--max-drop");
        }
        assertThat(folder.resolve("small.lathe")).doesNotExist();
    }

    @Test
    void whatASearchFindsItselfIsNotTold() {
        Invocation.of(search()).assertUsage("--max-drop measures accuracy: give labelled images with --data");
        Invocation.of(search("--data", data, "--bits", "4")).assertUsage("finds ranks, densities and bits itself");
        Invocation.of(search("--data", data, "--lossless")).assertUsage("finds ranks, densities and bits itself");
        Invocation.of(search("--data", data, "--validation", 1)).assertUsage("--validation must be above 0");
        Invocation.of(search("--data", data, "--trials", -1)).assertUsage("--trials and --epochs must be at least 0");
        Invocation.of(search("--data", data, "--protect", "middle")).assertUsage("--protect takes first, last or both");
        Invocation.of("compress", model, "-o", folder.resolve("s.lathe"), "--data", data, "--max-drop", 2)
                .assertUsage("--max-drop is a share of all images, 0 to 1, got 2.0");
        assertThat(folder.resolve("small.lathe")).doesNotExist();
    }
}
