package dev.lathe;

import dev.lathe.backend.Backend;
import dev.lathe.backend.Device;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.error.InputException;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A model on a device. Any number of threads may call {@link #run} at once; each gets the same bits as if it were
 * alone. The first call with new input shapes prepares the model for them, which takes longer; the most recently used
 * few preparations are kept.
 *
 * <p>Close it when done. Closing waits for running calls; later calls are refused; closing twice is harmless.
 */
public final class Session implements AutoCloseable {
    private final Model model;
    private final Backend backend;
    private final List<Pass> passes;
    private final List<String> inputNames;
    private final Set<String> parameterInputs;
    private final Preparations preparations = new Preparations(this::prepare);

    Session(Model model, Backend backend, List<Pass> passes) {
        this.model = model;
        this.backend = backend;
        this.passes = passes;
        this.inputNames = model.inputs().stream().map(Port::name).toList();
        this.parameterInputs = model.graph().parameterInputs();
    }

    /** The device that runs. */
    public Device device() {
        return backend.device();
    }

    public Model model() {
        return model;
    }

    /**
     * Runs once and returns new tensors by output name, in the model's order.
     *
     * @param inputs a tensor for every input of the model, by name; only read
     * @throws InputException if a name is missing or unknown, or a type or shape is not what the model declares
     * @throws LatheException if the model does not fit these shapes or asks for what the device does not do
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return run(inputs, RunObserver.NONE);
    }

    private Map<String, Tensor> run(Map<String, Tensor> inputs, RunObserver observer) {
        try (Preparations.Lease lease = preparations.lease(key(inputs))) {
            List<Tensor> results = within(() ->
                    lease.executable().outputTypes().stream().map(Tensor::zeros).toList());
            execute(lease.executable(), inputs, results, observer);
            Map<String, Tensor> byName = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++) {
                byName.put(model.outputs().get(i).name(), results.get(i));
            }
            return byName;
        }
    }

    /**
     * Runs once into the caller's tensors, so that repeated calls allocate no results.
     *
     * @param outputs a tensor for every output of the model, of the type that {@link #run(Map)} would return;
     *     overwritten
     * @throws InputException additionally if an output is missing or of another type
     */
    public void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        try (Preparations.Lease lease = preparations.lease(key(inputs))) {
            List<Tensor> results = new ArrayList<>();
            for (int i = 0; i < model.outputs().size(); i++) {
                TensorType wanted = lease.executable().outputTypes().get(i);
                Tensor given = outputs.get(model.outputs().get(i).name());
                if (given == null || !given.type().equals(wanted)) {
                    throw new InputException("output '" + model.outputs().get(i).name() + "' of " + model.label()
                            + " is " + wanted + ", got " + (given == null ? "nothing" : given.type()));
                }
                results.add(given);
            }
            execute(lease.executable(), inputs, results, RunObserver.NONE);
        }
    }

    /**
     * As {@link #run(Map)} on a thread of its own. Cancelling the future stops the run before its next node; the inputs
     * must not change until the future is done and a cancelled run has stopped.
     */
    public CompletableFuture<Map<String, Tensor>> runAsync(Map<String, Tensor> inputs) {
        CompletableFuture<Map<String, Tensor>> future = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("lathe-run").start(() -> {
            try {
                future.complete(run(inputs, future::isCancelled));
            } catch (RuntimeException | Error failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    /** Runs once and tells how long each node took, and the ways to the device and back. */
    public Profile profile(Map<String, Tensor> inputs) {
        Timekeeper timekeeper = new Timekeeper();
        run(inputs, timekeeper);
        return timekeeper.profile();
    }

    /**
     * The nodes that the host runs for these inputs because the device refuses them, each with the reason; always empty
     * unless {@link EngineOptions#hostOperators} allows it.
     */
    public List<String> hostNodes(Map<String, Tensor> inputs) {
        try (Preparations.Lease lease = preparations.lease(key(inputs))) {
            return lease.executable().hostNodes();
        }
    }

    /** Bytes that this session holds for prepared weights and intermediate values. */
    public long bytes() {
        return preparations.bytes();
    }

    @Override
    public void close() {
        preparations.close();
    }

    private Preparations.Key key(Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, Tensor> values = new LinkedHashMap<>();
        if (!inputNames.containsAll(inputs.keySet())) {
            throw new InputException(model.label() + " has inputs " + inputNames + ", got " + inputs.keySet());
        }
        for (Port port : model.inputs()) {
            Tensor input = inputs.get(port.name());
            if (input == null || input.dtype() != port.dtype() || !port.accepts(input.shape())) {
                throw new InputException("input '" + port.name() + "' of " + model.label() + " is " + port.dtype() + " "
                        + port.dimsText() + ", got " + (input == null ? "nothing" : input.type()));
            }
            if (parameterInputs.contains(port.name())) {
                values.put(port.name(), input);
            } else {
                shapes.put(port.name(), input.shape());
            }
        }
        return new Preparations.Key(shapes, values);
    }

    private List<Tensor> runtimeInputs(Map<String, Tensor> inputs) {
        List<Tensor> ordered = new ArrayList<>(inputs.size());
        for (Port port : model.inputs()) {
            if (!parameterInputs.contains(port.name())) {
                ordered.add(inputs.get(port.name()));
            }
        }
        return ordered;
    }

    private void execute(
            Executable executable, Map<String, Tensor> inputs, List<Tensor> results, RunObserver observer) {
        within(() -> {
            executable.run(runtimeInputs(inputs), results, observer);
            return results;
        });
    }

    private Executable prepare(Preparations.Key key) {
        return within(() -> {
            Graph graph = model.graph().bind(key.shapes(), key.values());
            return backend.compile(Passes.run(passes, graph));
        });
    }

    /**
     * What {@code work} gives; its refusals name the model. A graph that fits the heap alone may find it filled by
     * others: that is a refusal, too.
     */
    private <T> T within(Supplier<T> work) {
        try {
            return work.get();
        } catch (LatheException e) {
            throw e.in(model.label());
        } catch (OutOfMemoryError e) {
            throw new LimitException(model.label() + ": needs more memory than the heap has left (-Xmx)", e);
        }
    }
}
