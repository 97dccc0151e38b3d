package dev.lathe.compress.job;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.bench.ImageInput;
import dev.lathe.compress.Calibration;
import dev.lathe.data.Dataset;
import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.RemoveDeadNodes;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Runs networks on the first images of a data set, up to the value that is wanted.
 *
 * @param images how many; whole batches where the network fixes its batch
 * @param batch images per run, where the network leaves it free
 */
record SessionCalibration(Engine engine, Dataset data, ImageInput input, int images, int batch) implements Calibration {
    private static final int BATCH = 20;

    /**
     * With as many images as there are, up to {@code limit}.
     *
     * @throws InputException if they do not fill one batch of a network that fixes it
     */
    static SessionCalibration of(Engine engine, Dataset data, ImageInput input, int limit) {
        int images = Math.min(data.size(), limit);
        int step = input.batch(BATCH);
        boolean isFree = step != input.batch(step + 1);
        int whole = isFree ? images : images - images % step;
        if (whole < 1) {
            throw new InputException(images + " images, and the network runs on " + step + " at once");
        }
        return new SessionCalibration(engine, data, input, whole, BATCH);
    }

    @Override
    public void observe(List<Probe> probes, Consumer<List<Tensor>> sink) {
        List<Session> sessions = new ArrayList<>();
        try {
            probes.forEach(probe -> sessions.add(session(probe)));
            for (int first = 0; first < images; first += step()) {
                Tensor prepared = prepared(first, Math.min(step(), images - first));
                List<Tensor> values = new ArrayList<>();
                for (int i = 0; i < probes.size(); i++) {
                    values.add(value(probes.get(i), sessions.get(i), prepared));
                }
                sink.accept(values);
            }
        } finally {
            sessions.forEach(Session::close);
        }
    }

    private int step() {
        return input.batch(batch);
    }

    private Tensor prepared(int first, int count) {
        List<Tensor> some =
                IntStream.range(first, first + count).mapToObj(data::image).toList();
        return input.tensor(some, count);
    }

    private Tensor value(Probe probe, Session session, Tensor prepared) {
        return probe.value().equals(input.port().name())
                ? prepared
                : session.run(Map.of(input.port().name(), prepared)).get(probe.value());
    }

    /** A session that computes nothing beyond the value that is wanted. */
    private Session session(Probe probe) {
        Graph graph = probe.graph();
        boolean isInput = probe.value().equals(input.port().name());
        List<Port> outputs = isInput ? graph.outputs() : List.of(new Port(probe.value(), DType.FLOAT32, null));
        Graph front =
                new Graph(graph.name(), graph.inputs(), outputs, graph.constants(), graph.nodes(), graph.metadata());
        return engine.session(Model.of(new RemoveDeadNodes().apply(front), graph.name()));
    }
}
