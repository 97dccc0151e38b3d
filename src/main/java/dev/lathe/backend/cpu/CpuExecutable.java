package dev.lathe.backend.cpu;

import dev.lathe.backend.Executable;
import dev.lathe.backend.HeapBudget;
import dev.lathe.backend.RunObserver;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Concat;
import dev.lathe.op.Conv;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A graph as a list of prepared kernels. Every concurrent call has buffers of its own, kept for the next call. */
final class CpuExecutable implements Executable {
    /** A node and its kernel; {@code kernel} is null where there is nothing to do. */
    record Step(Node node, @Nullable Kernel kernel) {}

    private final Graph graph;
    private final Layouts layouts;
    private final Inference types;
    private final Schedule schedule;
    private final Concats concats;
    private final BufferPlan plan;
    private final Workers workers;
    private final WinogradChoice choice;
    private final List<Step> steps = new ArrayList<>();
    private final AtomicInteger frames = new AtomicInteger();
    private final FreeList<Frame> pool;

    CpuExecutable(Graph model, Workers workers, WinogradChoice choice) {
        this.choice = choice;
        this.layouts = new Layouts(model);
        this.graph = layouts.graph();
        this.workers = workers;
        this.types = Inference.of(graph);
        this.schedule = new Schedule(layouts, types, choice);
        this.concats = new Concats(schedule.nodes(), layouts, types);
        InPlace inPlace = new InPlace(layouts, types);
        this.plan = new BufferPlan(
                schedule.nodes(), graph.outputs(), types, layouts::isView, concats.homes(), inPlace::operands);
        HeapBudget.check(plan.bytes() + outputBytes() + 2 * constantBytes(), "the values of this graph");
        for (Node node : schedule.nodes()) {
            steps.add(new Step(node, isDone(node) ? null : prepare(node)));
        }
        this.pool = new FreeList<>(() -> {
            frames.incrementAndGet();
            return new Frame(graph, types, plan, steps);
        });
    }

    /** Whether the result is a view of the operand, has no elements, or is there once its operands are. */
    private boolean isDone(Node node) {
        return plan.isView(node.output())
                || node.op() instanceof Concat && node.inputs().stream().allMatch(concats::isPlaced)
                || node.outputs().stream()
                        .allMatch(o -> o.isEmpty() || types.type(o).shape().size() == 0);
    }

    private Kernel prepare(Node node) {
        try {
            if (schedule.isChain(node)) {
                return schedule.prepare(node, types, concats.place(node.output()));
            }
            Operands operands = types.operands(node);
            if (layouts.isChange(node)) {
                return ChannelKernels.change(operands.shape(0), layouts.toLast(node));
            }
            return layouts.isChannelsLast(node)
                    ? channelsLast(node, operands)
                    : CpuKernels.prepare(node.op(), operands);
        } catch (LatheException e) {
            throw e.in("node " + node);
        }
    }

    private Kernel channelsLast(Node node, Operands operands) {
        if (node.op() instanceof Conv conv) {
            return ChannelKernels.conv(conv, operands, choice, concats.place(node.output()));
        }
        if (node.op() instanceof Concat concat) {
            return ChannelKernels.concat(
                    concat, operands, i -> concats.isPlaced(node.inputs().get(i)));
        }
        return ChannelKernels.prepare(node.op(), operands, choice);
    }

    @Override
    public List<TensorType> outputTypes() {
        return graph.outputs().stream().map(Port::name).map(types::type).toList();
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs, RunObserver observer) {
        Rehearsal.end();
        Frame frame = pool.take();
        try {
            frame.enter(inputs, outputs);
            for (int i = 0; i < steps.size(); i++) {
                if (observer.cancelled()) {
                    throw new CancellationException(
                            "cancelled before node " + steps.get(i).node());
                }
                long start = System.nanoTime();
                step(i, frame);
                if (observer.timed()) {
                    observer.ran(steps.get(i).node(), System.nanoTime() - start);
                }
            }
            frame.copyOutputs(inputs, outputs);
        } finally {
            frame.leave();
            pool.give(frame);
        }
    }

    private void step(int index, Frame frame) {
        Step step = steps.get(index);
        if (step.kernel() == null) {
            return;
        }
        try {
            step.kernel().run(frame.operands(index), frame.results(index), workers);
        } catch (LatheException e) {
            throw e.in("node " + step.node());
        }
    }

    private long constantBytes() {
        return graph.constants().values().stream()
                .mapToLong(t -> t.type().bytes())
                .sum();
    }

    private long outputBytes() {
        return outputTypes().stream().mapToLong(TensorType::bytes).sum();
    }

    /** Buffers of all concurrent calls, and the weights once more for their packed form. */
    @Override
    public long bytes() {
        return frames.get() * plan.bytes() + constantBytes();
    }

    @Override
    public void close() {
        // everything lives on the heap
    }
}
