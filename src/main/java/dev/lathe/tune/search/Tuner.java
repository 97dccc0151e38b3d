package dev.lathe.tune.search;

import dev.lathe.Model;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.backend.reference.Reference;
import dev.lathe.bench.InputShapes;
import dev.lathe.bench.RandomInputs;
import dev.lathe.error.DeviceException;
import dev.lathe.error.InputException;
import dev.lathe.error.LatheException;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Inference;
import dev.lathe.graph.Port;
import dev.lathe.graph.pass.Passes;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Problem;
import dev.lathe.tune.Scopes;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.TuningDatabase;
import dev.lathe.tune.TuningFiles;
import dev.lathe.tune.TuningTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunes the problems of a model, or of well-known architectures, and keeps what is faster in the user's tables. */
public final class Tuner {
    private static final Logger LOG = LoggerFactory.getLogger(Tuner.class);

    private static final long SEED = 1;

    private final TuneOptions options;
    private final Scopes scopes;
    private final TuneListener listener;

    private Tuner(TuneOptions options, Scopes scopes, TuneListener listener) {
        this.options = options;
        this.scopes = scopes;
        this.listener = listener;
    }

    /**
     * Measures and writes; whatever stops it, the rows of finished problems are written.
     *
     * @throws DeviceException if there is no such device, or one that has nothing to tune
     * @throws InputException if the model's inputs do not fit the options
     */
    public static TuneReport run(TuneOptions options, TuneListener listener) {
        if (options.device().equals(CpuBackend.FACTORY.name())) {
            return new Tuner(options, CpuBackend.scopes(options.threads()), listener).tuneCpu();
        }
        Scopes scopes = scopes(options.device());
        DeviceOptions opening = new DeviceOptions(1, false, options.cache(), DeviceOptions.MANY);
        try (GpuWorkbench workbench =
                new GpuWorkbench(tuning -> OpenClBackend.open(options.device(), opening, tuning))) {
            return new Tuner(options, scopes, listener).tune(workbench);
        }
    }

    private static Scopes scopes(String id) {
        BackendFactory factory = OpenClBackend.FACTORY;
        if (!id.startsWith(factory.name())) {
            throw new DeviceException(
                    "device '" + id + "' has nothing to tune; cpu and OpenCL devices have, 'lathe devices' lists them");
        }
        Device device = factory.device(id).orElseThrow(() -> new DeviceException("no device '" + id + "'"));
        if (!device.available()) {
            throw new DeviceException("device '" + id + "' is not available: " + device.reason());
        }
        return OpenClBackend.scopes(id);
    }

    private TuneReport tuneCpu() {
        if (options.model() == null) {
            throw new InputException("the CPU is tuned inside a model: name one");
        }
        Graph graph = graph();
        Map<String, Tensor> inputs = RandomInputs.of(graph.inputs(), shapes(graph), SEED);
        List<Finding> findings = new CpuSearch(graph, inputs, options, listener).run();
        findings.forEach(this::keep);
        return new TuneReport(scopes.device(), options.folder().toString(), findings);
    }

    private static Map<String, Shape> shapes(Graph graph) {
        Inference types = Inference.of(graph);
        return graph.inputs().stream().collect(Collectors.toMap(Port::name, port -> types.type(port.name())
                .shape()));
    }

    private TuneReport tune(Workbench workbench) {
        Search search = new Search(workbench, TuningDatabase.shipped(scopes), options.seconds(), listener::alarm);
        List<Problem> open =
                new ArrayList<>(options.model() == null ? Suite.problems(options.batch()) : search.problems(graph()));
        Set<Problem> done = new LinkedHashSet<>();
        List<Finding> findings = new ArrayList<>();
        while (!open.isEmpty()) {
            Problem problem = open.removeFirst();
            listener.progress(problem.toString(), done.size(), done.size() + open.size() + 1);
            done.add(problem);
            try {
                List<Finding> found = search.tune(problem);
                found.forEach(this::keep);
                findings.addAll(found);
                search.inside(problem).stream()
                        .filter(each -> !done.contains(each) && !open.contains(each))
                        .forEach(open::addFirst);
            } catch (LatheException e) {
                listener.alarm(problem + " is left out: " + e.getMessage());
            }
        }
        return new TuneReport(scopes.device(), options.folder().toString(), findings);
    }

    /** The model as a session would compile it. */
    private Graph graph() {
        Model model = Model.load(options.model());
        if (!model.graph().parameterInputs().isEmpty()) {
            throw new InputException(model.label() + ": values of its inputs "
                    + model.graph().parameterInputs() + " decide shapes; such models are not tuned");
        }
        Graph bound = model.graph().bind(InputShapes.of(model.inputs(), options.batch(), options.shapes()), Map.of());
        return Passes.run(Passes.standard(Reference::evaluate), bound);
    }

    private void keep(Finding finding) {
        TuningTable.Key key = new TuningTable.Key(scopes.own(), finding.problem());
        TuningFiles.update(
                options.folder(),
                TunedKernel.of(finding.kernel()).orElseThrow(),
                key::equals,
                finding.defines().isEmpty() ? Map.of() : Map.of(key, finding.defines()),
                LOG::warn);
    }
}
