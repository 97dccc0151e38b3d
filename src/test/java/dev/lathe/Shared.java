package dev.lathe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Trained networks and pictures in a folder {@code shared} beside the project; tests skip where there is none. */
public final class Shared {
    private static final Path FOLDER = Path.of("..", "shared");
    private static final Path MODELS = FOLDER.resolve("models");

    private Shared() {}

    /** A file below the folder. */
    public static Path file(String name) {
        return present(FOLDER.resolve(name));
    }

    /** A file among the models. */
    public static Path model(String name) {
        return present(MODELS.resolve(name));
    }

    private static Path present(Path file) {
        Skip.unless(Files.exists(file), "no " + file + " beside the project");
        return file;
    }

    /** Every ONNX model, of which there is at least one. */
    public static List<Path> networks() {
        try (Stream<Path> files = Files.list(present(MODELS))) {
            List<Path> networks = files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
            if (networks.isEmpty()) {
                throw new AssertionError(MODELS + " holds no model");
            }
            return networks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
