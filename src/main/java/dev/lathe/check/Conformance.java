package dev.lathe.check;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.check.CaseResult.Status;
import dev.lathe.error.DataException;
import dev.lathe.error.LatheException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.file.FileMessage;
import dev.lathe.graph.Port;
import dev.lathe.onnx.OnnxTensors;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Test cases in ONNX's layout: a folder with {@code model.onnx} and folders {@code test_data_set_N} that hold
 * {@code input_N.pb} and {@code output_N.pb}, which belong to the model's inputs and outputs by position.
 */
public final class Conformance {
    private static final String MODEL = "model.onnx";

    private Conformance() {}

    /**
     * The cases in {@code folder}: itself if it is one, else the folders in it that are, by name.
     *
     * @throws DataException if there are none
     */
    public static List<Path> cases(Path folder) {
        if (isCase(folder)) {
            return List.of(folder);
        }
        List<Path> cases = list(folder, Conformance::isCase);
        if (cases.isEmpty()) {
            throw new DataException(folder + ": holds no " + MODEL + " and no folders that do");
        }
        return cases;
    }

    private static boolean isCase(Path folder) {
        return Files.isRegularFile(folder.resolve(MODEL));
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new DataException(FileMessage.of(folder, "cannot be listed", e), e);
        }
    }

    /** Runs all data sets of one case; the first difference ends it. */
    public static CaseResult run(Path folder, Engine engine) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        try {
            Model model = Model.load(folder.resolve(MODEL));
            List<Path> sets = list(folder, path -> path.getFileName().toString().startsWith("test_data_set_"));
            if (sets.isEmpty()) {
                return CaseResult.failed(name, "no test_data_set_* beside the model");
            }
            try (Session session = engine.session(model)) {
                for (Path set : sets) {
                    Optional<String> difference = run(session, set);
                    if (difference.isPresent()) {
                        return CaseResult.failed(name, set.getFileName() + ": " + difference.get());
                    }
                }
            }
            return CaseResult.passed(name);
        } catch (UnsupportedException e) {
            return new CaseResult(name, Status.UNSUPPORTED, e.getMessage());
        } catch (LatheException e) {
            return CaseResult.failed(name, e.getMessage());
        } catch (RuntimeException e) {
            // A bug met by one case must not hide the results of the others.
            return CaseResult.failed(name, e.toString());
        }
    }

    private static Optional<String> run(Session session, Path set) {
        List<Port> ports = session.model().inputs();
        List<Tensor> values = tensors(set, "input_");
        if (values.size() != ports.size()) {
            return Optional.of(values.size() + " inputs for a model that has " + ports.size());
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            inputs.put(ports.get(i).name(), values.get(i));
        }
        Map<String, Tensor> actual = session.run(inputs);
        List<Tensor> expected = tensors(set, "output_");
        if (expected.isEmpty() || expected.size() > actual.size()) {
            return Optional.of(expected.size() + " expected outputs for a model that has " + actual.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            String output = session.model().outputs().get(i).name();
            Optional<String> difference = Comparison.difference(expected.get(i), actual.get(output));
            if (difference.isPresent()) {
                return Optional.of("output '" + output + "': " + difference.get());
            }
        }
        return Optional.empty();
    }

    /** {@code PREFIX0.pb}, {@code PREFIX1.pb}, ... as far as they exist. */
    private static List<Tensor> tensors(Path set, String prefix) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; Files.exists(set.resolve(prefix + i + ".pb")); i++) {
            tensors.add(OnnxTensors.read(set.resolve(prefix + i + ".pb")));
        }
        return tensors;
    }
}
