package dev.lathe.onnx;

import dev.lathe.Engine;
import dev.lathe.EngineOptions;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.TestDevices;
import dev.lathe.backend.reference.Reference;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.Passes;
import dev.lathe.op.Effort;
import dev.lathe.op.Operands;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads whatever bytes it is given, runs what that gives on every device, and counts how it ended. */
final class Trials implements AutoCloseable {
    /** Steps of all nodes together beyond which a graph is prepared only: it would run, but for too long. */
    private static final long MOST_STEPS = 30_000_000;

    private static final long MOST_ELEMENTS = 1 << 22;

    /** Many times what the slowest trial takes on a slow machine. */
    private static final long PATIENCE_SECONDS = 120;

    private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(2);

    /** Without folding, the other passes see what it would have refused before them. */
    private static final EngineOptions UNFOLDED = OPTIONS.withoutPasses(Set.of("fold-constants"));

    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final ExecutorService runner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("trial").factory());
    private final Map<String, Integer> endings = new TreeMap<>();

    Trials() {
        TestDevices.all().forEach(device -> engines.put(device, Engine.open(device, OPTIONS)));
        engines.put("cpu, unfolded", Engine.open("cpu", UNFOLDED));
    }

    /** How often each ending occurred. */
    Map<String, Integer> endings() {
        return endings;
    }

    int count(String ending) {
        return endings.getOrDefault(ending, 0);
    }

    /**
     * Reads and runs one model.
     *
     * @throws AssertionError naming {@code label} if that ends otherwise than in a result or a refusal of the library
     */
    void run(byte[] model, String label) {
        Future<?> trial = runner.submit(() -> read(model, label));
        try {
            trial.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException hanging) {
            throw new AssertionError(label + " hangs", hanging);
        } catch (ExecutionException escaped) {
            throw new AssertionError(label + " gave " + escaped.getCause(), escaped.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(label + " was interrupted", e);
        }
    }

    private void read(byte[] model, String label) {
        Graph graph;
        try {
            graph = OnnxReader.read(model, label);
        } catch (LatheException refused) {
            end("read", refused);
            return;
        }
        endings.merge("read", 1, Integer::sum);
        try {
            OnnxReader.read(OnnxWriter.toBytes(graph), "again");
        } catch (LatheException refused) {
            end("write", refused);
        }
        engines.forEach((name, engine) -> run(name, engine, Model.of(graph, label)));
    }

    private void run(String device, Engine engine, Model model) {
        try (Session session = engine.session(model)) {
            Map<String, Tensor> inputs = inputs(model.inputs());
            if (isLong(model.graph(), inputs)) {
                endings.merge(device + ": left out, too long", 1, Integer::sum);
                return;
            }
            Map<String, Tensor> first = session.run(inputs);
            session.run(inputs, first);
            endings.merge(device + ": result", 1, Integer::sum);
        } catch (LatheException refused) {
            end(device, refused);
        }
    }

    private void end(String stage, LatheException refused) {
        String message = refused.getMessage();
        if (message == null || message.isBlank() || message.length() > 2_000) {
            throw new AssertionError("no readable sentence: " + message, refused);
        }
        endings.merge(stage + ": " + refused.getClass().getSimpleName(), 1, Integer::sum);
    }

    private static Map<String, Tensor> inputs(List<Port> ports) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        long left = MOST_ELEMENTS;
        for (Port port : ports) {
            List<Dim> dims = port.dims();
            Shape shape = dims == null ? Shape.of(2) : port.shape(1);
            left -= shape.size();
            inputs.put(port.name(), filled(port.dtype(), shape));
        }
        return inputs;
    }

    private static Tensor filled(DType dtype, Shape shape) {
        Tensor tensor = Tensor.zeros(new TensorType(dtype, shape));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.set(i, dtype == DType.FLOAT32 ? (i * 37 % 19 - 9) / 8.0 : i % 3);
        }
        return tensor;
    }

    private static boolean isLong(Graph graph, Map<String, Tensor> inputs) {
        Map<String, Tensor> values = new LinkedHashMap<>(inputs);
        values.keySet().retainAll(graph.parameterInputs());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        long steps = 0;
        try {
            Graph ready = Passes.run(Passes.standard(Reference::evaluate), graph.bind(shapes, values));
            Inference types = Inference.of(ready);
            for (Node node : ready.nodes()) {
                Operands operands = types.operands(node);
                long more = Effort.steps(node.op(), operands, Inference.infer(node, operands));
                steps += Math.min(MOST_STEPS + 1, more);
            }
        } catch (LatheException _) {
            // the session is to find out by itself
            return false;
        }
        return steps > MOST_STEPS;
    }

    @Override
    public void close() {
        runner.shutdownNow();
        engines.values().forEach(Engine::close);
    }
}
