package dev.lathe.backend.gpu;

import dev.lathe.backend.Device;
import dev.lathe.backend.gpu.GpuProgram.LoweredNode;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.InputException;
import dev.lathe.error.LatheException;
import dev.lathe.error.LimitException;
import dev.lathe.graph.Node;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** All that a lowered graph owns on its device: the arena, constants, packed weights, and kernels with arguments. */
final class DeviceState implements AutoCloseable {
    /** Where on the device a kernel of {@code node} says which index it complains about. */
    private record Fault(Node node, String complaint, Memory words) {}

    private final GpuDriver driver;
    private final GpuProgram program;
    private final Holdings held = new Holdings();
    private final Constants constants;
    private final Map<String, Memory> parts = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> batches = new ArrayList<>();
    private final Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Fault> faults = new ArrayList<>();
    private final Memory arena;

    private DeviceState(GpuDriver driver, GpuProgram program) {
        this.driver = driver;
        this.program = program;
        this.constants = new Constants(driver);
        this.arena = held.addWhole(driver.allocate(Math.max(program.plan().bytes(), Integer.BYTES)));
    }

    /** Allocates, uploads, packs and binds; when any of that fails, everything is freed again. */
    static DeviceState of(GpuDriver driver, GpuProgram program) {
        checkMemory(driver, program);
        DeviceState state = new DeviceState(driver, program);
        boolean ready = false;
        try {
            program.nodes().forEach(state::prepare);
            driver.finish();
            state.constants.keepOnly(state.needed);
            state.batch();
            ready = true;
            return state;
        } finally {
            if (!ready) {
                state.close();
            }
        }
    }

    /** Before anything is allocated: a driver may well promise memory that is not there. */
    private static void checkMemory(GpuDriver driver, GpuProgram program) {
        Device device = driver.device();
        long constants = program.graph().constants().values().stream()
                .mapToLong(constant -> constant.type().bytes())
                .sum();
        long most = driver.traits().maxAllocation();
        long total = device.memoryBytes() == 0 ? Long.MAX_VALUE : device.memoryBytes();
        if (program.plan().bytes() > most || program.plan().bytes() + constants > total) {
            throw new LimitException("intermediate values of "
                    + megabytes(program.plan().bytes())
                    + " and constants of " + megabytes(constants) + " do not fit " + device.id() + " (" + device.name()
                    + "), which has " + megabytes(device.memoryBytes()) + " and gives at most " + megabytes(most)
                    + " at once");
        }
    }

    private static String megabytes(long bytes) {
        return bytes / 1_000_000 + " MB";
    }

    List<Step> steps() {
        return steps;
    }

    /** The steps for a run whose nodes nobody times: what follows each other on the device is recorded. */
    List<Step> batches() {
        return batches;
    }

    long bytes() {
        return held.bytes() + constants.bytes();
    }

    private void prepare(LoweredNode lowered) {
        try {
            if (lowered.hoisting() == null) {
                steps.add(new Step.OnHost(lowered.node(), lowered.reason()));
            } else {
                steps.add(new Step.OnDevice(lowered.node(), bound(lowered, lowered.hoisting())));
            }
        } catch (LatheException e) {
            throw e.in("node " + lowered.node());
        }
    }

    private void batch() {
        List<Step.OnDevice> together = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.OnDevice onDevice) {
                together.add(onDevice);
            } else {
                record(together);
                together.clear();
                batches.add(step);
            }
        }
        record(together);
    }

    private void record(List<Step.OnDevice> together) {
        List<BoundKernel> kernels =
                together.stream().flatMap(step -> step.kernels().stream()).toList();
        Optional<Recording> recording = kernels.size() < 2 ? Optional.empty() : driver.record(kernels);
        recording.ifPresentOrElse(
                all -> batches.add(new Step.Recorded(together.getFirst().node(), held.add(all))),
                () -> batches.addAll(together));
    }

    private List<BoundKernel> bound(LoweredNode lowered, Hoisting hoisting) {
        Map<Integer, Memory> kept = new HashMap<>();
        hoisting.kept()
                .forEach(i -> kept.put(
                        i, held.addWhole(driver.allocate(lowered.scratch().get(i)))));
        for (Launch launch : hoisting.once()) {
            try (BoundKernel kernel = bind(lowered, launch, kept)) {
                driver.launch(kernel);
                // raw weights and the kernel go before the next node's come
                driver.finish();
            }
        }
        if (!hoisting.once().isEmpty()) {
            constants.keepOnly(needed);
        }
        List<BoundKernel> kernels = new ArrayList<>();
        for (Launch launch : hoisting.always()) {
            needed.addAll(constantsOf(lowered, launch));
            kernels.add(held.add(bind(lowered, launch, kept)));
        }
        return kernels;
    }

    private BoundKernel bind(LoweredNode lowered, Launch launch, Map<Integer, Memory> kept) {
        List<Memory> buffers = new ArrayList<>();
        for (Arg arg : launch.args()) {
            switch (arg) {
                case Arg.Operand(int i) -> buffers.add(value(lowered.operands().get(i)));
                case Arg.Result(int i) -> buffers.add(value(lowered.results().get(i)));
                case Arg.Scratch(int i, boolean _) ->
                    buffers.add(kept.containsKey(i) ? kept.get(i) : scratch(lowered, i));
                case Arg.Table(Tensor values) -> buffers.add(constants.of(values));
                case Arg.Fault(String complaint) -> buffers.add(fault(lowered.node(), complaint));
                case Arg.Ints _, Arg.Real _ -> {}
            }
        }
        return driver.bind(driver.build(launch), launch, buffers);
    }

    private List<Tensor> constantsOf(LoweredNode lowered, Launch launch) {
        return launch.args().stream()
                .map(arg -> switch (arg) {
                    case Arg.Operand(int i) ->
                        program.graph().constant(program.root(lowered.operands().get(i)));
                    case Arg.Table(Tensor values) -> values;
                    case Arg.Result _, Arg.Scratch _, Arg.Fault _, Arg.Ints _, Arg.Real _ -> null;
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private Memory fault(Node node, String complaint) {
        Memory words = held.addWhole(driver.allocate(2L * Long.BYTES));
        faults.add(new Fault(node, complaint, words));
        return words;
    }

    /**
     * Looks whether a kernel met an operand that it could not work on.
     *
     * @throws InputException if one did, in the run before
     */
    void checkFaults() {
        for (Fault fault : faults) {
            Tensor words = Tensor.vector(0, 0);
            driver.download(fault.words(), words);
            long found = words.longs()[0];
            if (found != 0) {
                throw new InputException("node " + fault.node() + ": index " + words.longs()[1] + ", element "
                        + (found - 1) + " of the indices, " + fault.complaint());
            }
        }
    }

    private Memory scratch(LoweredNode lowered, int index) {
        String name = GpuProgram.scratchName(lowered.node(), index);
        return part(name, program.plan().offset(name), lowered.scratch().get(index));
    }

    /** Where {@code value} lies on the device; a constant is uploaded for it. */
    Memory value(String value) {
        Placement.Place place = program.placement().of(value);
        Tensor constant = program.graph().constant(place.root());
        if (constant != null) {
            return constants.of(constant);
        }
        long offset = program.plan().offset(place.root()) + place.offset();
        return part(value, offset, program.types().type(value).bytes());
    }

    private Memory part(String name, long offset, long bytes) {
        Memory known = parts.get(name);
        if (known == null) {
            known = held.add(driver.slice(arena, offset, Math.max(bytes, 1)));
            parts.put(name, known);
        }
        return known;
    }

    @Override
    public void close() {
        try (constants;
                held) {
            parts.clear();
        }
    }
}
