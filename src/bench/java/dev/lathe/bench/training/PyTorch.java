package dev.lathe.bench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The process of {@code src/bench/python/resnet20_step.py}: takes steps when it is asked to, and waits otherwise. */
final class PyTorch implements AutoCloseable {
    private final Process process;
    private final Writer asks;
    private final BufferedReader answers;

    /** @throws UncheckedIOException if there is no such Python */
    PyTorch(String python, Path script, List<String> options) {
        List<String> command = Stream.concat(Stream.of(python, script.toString()), options.stream())
                .toList();
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asks = process.outputWriter();
        answers = process.inputReader();
    }

    /** The milliseconds of each of {@code count} steps. */
    List<Double> steps(int count) {
        try {
            asks.write(count + "\n");
            asks.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("PyTorch has ended, see above");
            }
            return Stream.of(line.split(" ")).map(Double::valueOf).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
