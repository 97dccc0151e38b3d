package dev.lathe.bench;

import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.file.FileMessage;
import dev.lathe.onnx.OnnxWriter;
import dev.lathe.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@link Benchmark} on networks of the {@link Zoo}, one after the other. */
public final class Suite {
    /** What is measured unless other networks are asked for. */
    public static final List<String> NETWORKS =
            List.of("alexnet", "vgg16", "googlenet", "squeezenet1.1", "resnet18", "resnet50", "mobilenetv2");

    private static final long WEIGHTS = 1;

    private Suite() {}

    /**
     * Measures each of {@code networks}. Every engine, Lathe's too, reads it from the same ONNX file, which lies in the
     * folder for temporary files while it is measured.
     *
     * @param options what to measure, given that file
     * @param progress is told what is going on
     * @throws InputException if the zoo has no network of such a name; lists those that it has
     * @throws DataException if the file cannot be written
     */
    public static SuiteReport run(
            List<String> networks, Function<Path, BenchOptions> options, Consumer<String> progress) {
        List<BenchReport> reports = new ArrayList<>();
        for (String network : networks) {
            Path file = temporary();
            try {
                OnnxWriter.write(Zoo.graph(network, WEIGHTS), file);
                BenchOptions each = options.apply(file);
                reports.add(Benchmark.run(each, what -> progress.accept(network + ", " + what))
                        .called(network));
            } finally {
                delete(file);
            }
        }
        return SuiteReport.of(reports);
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("lathe-suite-", ".onnx");
        } catch (IOException e) {
            throw new DataException("no temporary file for a network: " + FileMessage.reason(e), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be deleted", e), e);
        }
    }
}
