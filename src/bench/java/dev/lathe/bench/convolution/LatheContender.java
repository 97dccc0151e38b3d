package dev.lathe.bench.convolution;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Session;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.Map;

/** A graph of a single node with constant weights, on one of Lathe's devices. */
final class LatheContender implements Contender {
    private static final double NANOSECONDS = 1e6;

    private final Session session;
    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> outputs;

    private LatheContender(Session session, Operands operands) {
        Problem problem = operands.problem();
        this.session = session;
        this.inputs = Map.of("x", operands.image());
        this.outputs = Map.of("y", Tensor.zeros(TensorType.float32(problem.output())));
    }

    static LatheContender open(Engine engine, Operands operands) {
        return new LatheContender(engine.session(model(operands)), operands);
    }

    private static Model model(Operands operands) {
        Problem problem = operands.problem();
        List<Integer> pads = List.of(problem.pad(), problem.pad());
        List<Integer> strides = List.of(problem.stride(), problem.stride());
        Window window = new Window(List.of(), strides, List.of(), new Padding.Explicit(pads, pads));
        Node node = new Node("conv", new Conv(window, 1, Epilogue.NONE), List.of("x", "w"), List.of("y"));
        Graph graph = new Graph(
                problem.label(),
                List.of(Port.of("x", DType.FLOAT32, problem.input())),
                List.of(Port.of("y", DType.FLOAT32, problem.output())),
                Map.of("w", operands.filters()),
                List.of(node),
                Map.of());
        return Model.of(graph, problem.label());
    }

    @Override
    public String name() {
        return session.device().id();
    }

    /** Computes twice, as a profile takes longer than the call that is profiled. */
    @Override
    public Timing run() {
        long start = System.nanoTime();
        session.run(inputs, outputs);
        double whole = (System.nanoTime() - start) / NANOSECONDS;
        return new Timing(session.profile(inputs).computeMs(), whole);
    }

    @Override
    public float[] result() {
        return outputs.get("y").floats();
    }

    @Override
    public void close() {
        session.close();
    }
}
