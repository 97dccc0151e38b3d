package dev.lathe.cli;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.ImageInput;
import dev.lathe.data.ImageDecoder;
import dev.lathe.data.Npy;
import dev.lathe.data.Preprocessing;
import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.report.Numbers;
import dev.lathe.report.Table;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lathe run}. */
@CommandLine.Command(name = "run", description = "Run a model once, on NumPy arrays or on an image.")
final class RunCommand extends Command {
    @Parameters(paramLabel = "MODEL", description = "An ONNX or .lathe file.")
    private Path model;

    @Option(names = "--input", paramLabel = "NAME=FILE", description = "A .npy file for an input; once for each.")
    private Map<String, Path> inputs = new LinkedHashMap<>();

    @Option(names = "--image", paramLabel = "FILE", description = "An image (PNG, JPEG, BMP, GIF) for the one input.")
    private @Nullable Path image;

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Where every output is written as NAME.npy.")
    private @Nullable Path outputDir;

    @Option(names = "--top", paramLabel = "K", description = "Print the K highest values of the first output.")
    private int top;

    @Option(names = "--labels", paramLabel = "FILE", description = "Names of the classes, a line for each.")
    private @Nullable Path labels;

    @Mixin
    private PreprocessingOptions preprocessing;

    @Mixin
    private DeviceOption device;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * @param milliseconds of the run, the preparation of the model included
     * @param hostNodes what the host ran because the device refused it, each with the reason
     */
    private record Result(
            String device, List<Output> outputs, double milliseconds, List<Top> top, List<String> hostNodes) {}

    private record Output(String name, List<Integer> shape) {}

    private record Top(int index, String label, double score) {}

    @Override
    public Integer call() {
        if (image != null && !inputs.isEmpty()) {
            throw usage("--image and --input exclude each other");
        }
        if (top < 0) {
            throw usage("--top must not be negative, got " + top);
        }
        Preprocessing wanted = preprocessing.preprocessing(this);
        List<String> names = labels == null ? List.of() : lines(labels);
        // the device first: it gets ready while the model is read
        try (Engine engine = device.open(this, 1)) {
            Model loaded = Model.load(model);
            Map<String, Tensor> values = image == null ? arrays() : prepared(loaded, image, wanted);
            try (Session session = engine.session(loaded)) {
                run(session, values, names);
            }
        }
        return DONE;
    }

    private void run(Session session, Map<String, Tensor> values, List<String> names) {
        long start = System.nanoTime();
        Map<String, Tensor> outputs = session.run(values);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if (outputDir != null) {
            OutputFiles.write(outputDir, outputs);
        }
        List<Output> shapes = new ArrayList<>();
        outputs.forEach((name, tensor) -> shapes.add(
                new Output(name, Arrays.stream(tensor.shape().dims()).boxed().toList())));
        Result result =
                new Result(session.device().id(), shapes, milliseconds, top(outputs, names), session.hostNodes(values));
        print(json, result, text(result));
    }

    private Map<String, Tensor> arrays() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        inputs.forEach((name, file) -> values.put(name, Npy.read(file)));
        return values;
    }

    private static Map<String, Tensor> prepared(Model loaded, Path file, Preprocessing wanted) {
        ImageInput input = ImageInput.of(loaded.inputs(), wanted);
        Tensor prepared = input.tensor(List.of(ImageDecoder.decode(file)), input.batch(1));
        return Map.of(input.port().name(), prepared);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    /** Of the first output, of its first image. */
    private List<Top> top(Map<String, Tensor> outputs, List<String> names) {
        if (top == 0 || outputs.isEmpty()) {
            return List.of();
        }
        Tensor scores = outputs.values().iterator().next();
        int batch = scores.shape().rank() < 2 ? 1 : Math.max(scores.shape().dim(0), 1);
        List<Top> all = new ArrayList<>();
        for (int i = 0; i < scores.size() / batch; i++) {
            all.add(new Top(i, i < names.size() ? names.get(i) : "", scores.doubleAt(i)));
        }
        all.sort((a, b) -> Double.compare(b.score, a.score));
        return all.subList(0, Math.min(top, all.size()));
    }

    private static String text(Result result) {
        String shapes = result.outputs.stream()
                .map(output -> output.name + "  " + Numbers.shape(output.shape))
                .collect(Collectors.joining("\n"));
        String host =
                result.hostNodes.stream().map(node -> "\non the host: " + node).collect(Collectors.joining());
        String time = result.device + ": " + Numbers.digits(result.milliseconds) + " ms" + host;
        if (result.top.isEmpty()) {
            return shapes + "\n" + time;
        }
        Table table = new Table("class", "label", "score");
        result.top.forEach(each -> table.row(each.index, each.label, String.format(Locale.ROOT, "%.6g", each.score)));
        return shapes + "\n" + time + "\n\n" + table;
    }
}
