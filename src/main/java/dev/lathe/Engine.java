package dev.lathe;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.backend.gpu.cuda.CudaBackend;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.backend.reference.Reference;
import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.error.DeviceException;
import dev.lathe.graph.pass.Pass;
import dev.lathe.graph.pass.Passes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opened device. Made by {@link #open}, closed by whoever opened it; its sessions must be closed before it.
 *
 * <pre>{@code
 * try (Engine engine = Engine.open("cpu");
 *         Session session = engine.session(Model.load(Path.of("model.onnx")))) {
 *     Map<String, Tensor> result = session.run(Map.of("input", image));
 * }
 * }</pre>
 *
 * <p>Safe to use from many threads.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** The device id that lets Lathe choose. */
    public static final String AUTO = "auto";

    /** In the order in which {@code auto} prefers them. */
    private static final List<BackendFactory> FACTORIES =
            List.of(CpuBackend.FACTORY, CudaBackend.FACTORY, OpenClBackend.FACTORY, ReferenceBackend.FACTORY);

    private final Backend backend;
    private final List<Pass> passes;
    private final String choice;

    private Engine(Backend backend, List<Pass> passes, String choice) {
        this.backend = backend;
        this.passes = passes;
        this.choice = choice;
    }

    /** Every device of every backend, those that are not available with the reason. */
    public static List<Device> devices() {
        return FACTORIES.stream().flatMap(factory -> factory.devices().stream()).toList();
    }

    /** As {@link #open(String, EngineOptions)} with {@link EngineOptions#DEFAULT}. */
    public static Engine open(String deviceId) {
        return open(deviceId, EngineOptions.DEFAULT);
    }

    /**
     * Opens a device. {@code auto} takes the first available one in the order of {@link #devices}: the CPU, which
     * starts at once and needs no driver, before what has to be compiled for first; any other id is that device or an
     * error, never another device. {@link #choice} tells why, and so does the log when Lathe chose.
     *
     * @throws DeviceException if the device is unknown or not available; the message lists those that are
     */
    public static Engine open(String deviceId, EngineOptions options) {
        Device device = deviceId.equals(AUTO) ? firstAvailable() : named(deviceId);
        if (!device.available()) {
            throw new DeviceException("device '" + deviceId + "' is not available: " + device.reason());
        }
        BackendFactory factory = FACTORIES.stream()
                .filter(f -> f.name().equals(device.backend()))
                .findFirst()
                .orElseThrow();
        List<Pass> passes = Passes.without(Passes.standard(Reference::evaluate), options.disabledPasses());
        String choice = device.id() + " was asked for";
        if (deviceId.equals(AUTO)) {
            choice = device.id() + " is the first available of " + order() + ", in that order";
            LOG.info("device: {}", choice);
        }
        DeviceOptions opening = new DeviceOptions(
                options.threads(), options.hostOperators(), options.cache().orElse(null), options.runs());
        return new Engine(factory.open(device.id(), opening), passes, choice);
    }

    private static Device firstAvailable() {
        // one kind after the other: what is not needed loads no native library
        return FACTORIES.stream()
                .flatMap(factory -> factory.devices().stream())
                .filter(Device::available)
                .findFirst()
                .orElseThrow(() -> new DeviceException("no device is available"));
    }

    private static Device named(String id) {
        return FACTORIES.stream()
                .flatMap(factory -> factory.device(id).stream())
                .findFirst()
                .orElseThrow(() -> new DeviceException("no device '" + id + "'; there are " + ids()));
    }

    /** Where Lathe keeps what it can make again: {@code lathe} in the user's folder of caches. */
    public static Path userCache() {
        String caches = System.getenv("XDG_CACHE_HOME");
        Path folder = caches == null || caches.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(caches);
        return folder.resolve("lathe");
    }

    private static String order() {
        return FACTORIES.stream().map(BackendFactory::name).collect(Collectors.joining(", "));
    }

    private static String ids() {
        return devices().stream().filter(Device::available).map(Device::id).collect(Collectors.joining(", "));
    }

    /** The device that runs. */
    public Device device() {
        return backend.device();
    }

    /** Why this device runs, in one sentence. */
    public String choice() {
        return choice;
    }

    /** A session that runs {@code model} here. The caller closes it. */
    public Session session(Model model) {
        return new Session(model, backend, passes);
    }

    /** Frees the device. Closing twice is harmless. */
    @Override
    public void close() {
        backend.close();
    }
}
