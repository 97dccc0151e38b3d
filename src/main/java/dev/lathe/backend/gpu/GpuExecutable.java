package dev.lathe.backend.gpu;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.error.DeviceLostException;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.pass.Evaluator;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A graph on a device. Calls take turns: they share one arena, so that memory does not grow with callers. The host
 * queues all launches and waits once, for the outputs.
 */
final class GpuExecutable implements Executable {
    private final OpenedDriver opened;
    private final GpuDriver driver;
    private final Graph graph;
    private final GpuProgram program;
    private final Evaluator host;
    private final DeviceState state;
    private boolean closed;

    /** @param host runs the nodes that the device refuses */
    GpuExecutable(OpenedDriver opened, GpuProgram program, Evaluator host) {
        this.opened = opened;
        this.driver = opened.driver();
        this.graph = program.graph();
        this.program = program;
        this.host = host;
        this.state = prepared();
    }

    private DeviceState prepared() {
        opened.enter();
        boolean ready = false;
        try {
            DeviceState prepared = DeviceState.of(driver, program);
            ready = true;
            return prepared;
        } catch (DeviceLostException e) {
            opened.lose();
            throw e;
        } finally {
            if (!ready) {
                opened.leave();
            }
        }
    }

    @Override
    public List<TensorType> outputTypes() {
        return graph.outputs().stream()
                .map(port -> program.types().type(port.name()))
                .toList();
    }

    @Override
    public List<String> hostNodes() {
        List<String> nodes = new ArrayList<>();
        for (Step step : state.steps()) {
            if (step instanceof Step.OnHost(Node node, String reason)) {
                nodes.add(node + ": " + reason);
            }
        }
        return nodes;
    }

    @Override
    public synchronized void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer) {
        opened.check();
        try {
            upload(inputs, observer);
            for (Step step : observer.timed() ? state.steps() : state.batches()) {
                stopIfCancelled(observer, step.place());
                run(step, observer);
            }
            stopIfCancelled(observer, "its results");
            state.checkFaults();
            download(outputs, observer);
        } catch (DeviceLostException e) {
            opened.lose();
            throw e;
        } catch (CancellationException | LatheException e) {
            // what is queued still uses the arena, and the next call must find it idle
            settle(e);
            throw e;
        }
    }

    private void settle(RuntimeException failure) {
        try {
            driver.finish();
        } catch (LatheException again) {
            failure.addSuppressed(again);
        }
    }

    private static void stopIfCancelled(RunObserver observer, String before) {
        if (observer.cancelled()) {
            throw new CancellationException("cancelled before " + before);
        }
    }

    private void upload(List<Tensor> inputs, RunObserver observer) {
        long start = System.nanoTime();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).size() > 0) {
                driver.upload(inputs.get(i), state.value(graph.inputs().get(i).name()));
            }
        }
        if (observer.timed()) {
            driver.finish();
            observer.uploaded(System.nanoTime() - start);
        }
    }

    private void download(List<Tensor> outputs, RunObserver observer) {
        if (observer.timed()) {
            driver.finish();
        }
        long start = System.nanoTime();
        for (int i = 0; i < outputs.size(); i++) {
            String name = graph.outputs().get(i).name();
            Tensor constant = graph.constant(program.root(name));
            if (constant != null) {
                System.arraycopy(constant.array(), 0, outputs.get(i).array(), 0, constant.size());
            } else if (outputs.get(i).size() > 0) {
                driver.download(state.value(name), outputs.get(i));
            }
        }
        driver.finish();
        if (observer.timed()) {
            observer.downloaded(System.nanoTime() - start);
        }
    }

    private void run(Step step, RunObserver observer) {
        long nanoseconds = 0;
        try {
            switch (step) {
                case Step.OnDevice(Node _, List<BoundKernel> kernels) -> {
                    for (BoundKernel kernel : kernels) {
                        if (observer.timed()) {
                            nanoseconds += driver.time(kernel);
                        } else {
                            driver.launch(kernel);
                        }
                    }
                }
                case Step.Recorded(Node _, Recording recording) -> recording.queue();
                case Step.OnHost(Node node, String _) -> {
                    long start = System.nanoTime();
                    onHost(node);
                    nanoseconds = System.nanoTime() - start;
                }
            }
        } catch (LatheException e) {
            throw e.in(step.place());
        }
        if (observer.timed()) {
            observer.ran(step.node(), nanoseconds);
        }
    }

    private void onHost(Node node) {
        List<@Nullable Tensor> operands = new ArrayList<>();
        for (String input : node.inputs()) {
            operands.add(input.isEmpty() ? null : fetched(input));
        }
        List<Tensor> results = host.evaluate(node.op(), operands);
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty() && results.get(i).size() > 0) {
                driver.upload(results.get(i), state.value(node.outputs().get(i)));
            }
        }
    }

    private Tensor fetched(String value) {
        Tensor constant = graph.constant(program.root(value));
        TensorType type = program.types().type(value);
        if (constant != null) {
            return constant.reshaped(type.shape());
        }
        Tensor tensor = Tensor.zeros(type);
        if (tensor.size() > 0) {
            driver.download(state.value(value), tensor);
        }
        return tensor;
    }

    @Override
    public synchronized long bytes() {
        return closed ? 0 : state.bytes();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                state.close();
            } finally {
                opened.leave();
            }
        }
    }
}
