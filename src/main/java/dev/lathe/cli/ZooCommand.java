package dev.lathe.cli;

import dev.lathe.onnx.OnnxWriter;
import dev.lathe.zoo.Zoo;
import java.nio.file.Path;
import java.util.Iterator;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe zoo}. */
@CommandLine.Command(name = "zoo", description = "Write a reference architecture with seeded random weights.")
final class ZooCommand extends Command {
    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String name;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.onnx",
            description = "The file to write.")
    private Path output;

    @Option(names = "--seed", paramLabel = "N", description = "Of the weights; default 1.")
    private long seed = 1;

    /** For the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Zoo.names().iterator();
        }
    }

    @Override
    public Integer call() {
        if (!Zoo.names().contains(name)) {
            throw usage("no network '" + name + "', there are " + String.join(", ", Zoo.names()));
        }
        OnnxWriter.write(Zoo.graph(name, seed), output);
        return DONE;
    }
}
