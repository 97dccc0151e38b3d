package dev.lathe.cli;

import dev.lathe.Model;
import dev.lathe.onnx.OnnxWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe export}. */
@CommandLine.Command(name = "export", description = "Write a model as a plain ONNX file, which other runtimes read.")
final class ExportCommand extends Command {
    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.onnx",
            description = "The file to write.")
    private Path output;

    @Override
    public Integer call() {
        OnnxWriter.write(Model.load(model).graph(), output);
        return DONE;
    }
}
