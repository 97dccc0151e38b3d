package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.gpu.GpuBackend;
import dev.lathe.tune.Scopes;
import dev.lathe.tune.Tuning;
import dev.lathe.tune.TuningDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CUDA devices as a kind of backend. */
public final class CudaBackend {
    public static final BackendFactory FACTORY = new BackendFactory() {
        @Override
        public String name() {
            return "cuda";
        }

        @Override
        public List<Device> devices() {
            return CudaDevices.describe();
        }

        @Override
        public Optional<Device> device(String id) {
            // other backends' ids are no reason to load a native library
            boolean own = CudaDevices.isId(id) || id.equals(name());
            if (!own) {
                return Optional.empty();
            }
            // where none can be listed, the one entry says why
            return devices().stream()
                    .filter(device -> device.id().equals(id) || device.id().equals(name()))
                    .findFirst();
        }

        @Override
        public Backend open(String id, DeviceOptions options) {
            return CudaBackend.open(id, options, TuningDatabase.of(scopes(id), options.cache()));
        }
    };

    private CudaBackend() {}

    /**
     * The device {@code id} with a tuning of the caller's, who closes it. Rows that no module is made for are left out.
     */
    public static GpuBackend open(String id, DeviceOptions options, Tuning tuning) {
        PtxVariants variants = PtxVariants.shipped();
        Tuning possible = (kernel, problem) ->
                tuning.defines(kernel, problem).filter((Map<String, Integer> defines) -> variants.has(kernel, defines));
        return new GpuBackend(() -> CudaDriver.open(id), possible, options.hostOperators());
    }

    private static Scopes scopes(String id) {
        try {
            return CudaDevices.find(id).scopes();
        } catch (CudaError e) {
            throw Failures.of(e, id, "asking what it is");
        }
    }
}
