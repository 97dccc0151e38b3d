package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.gpu.GpuBackend;
import dev.lathe.tune.Scopes;
import dev.lathe.tune.Tuning;
import dev.lathe.tune.TuningDatabase;
import java.util.List;
import java.util.Optional;

/** OpenCL devices as a kind of backend. */
public final class OpenClBackend {
    public static final BackendFactory FACTORY = new BackendFactory() {
        @Override
        public String name() {
            return "opencl";
        }

        @Override
        public List<Device> devices() {
            return OpenClDevices.describe();
        }

        @Override
        public Optional<Device> device(String id) {
            if (!OpenClDevices.isId(id)) {
                // other backends' ids are no reason to load a native library
                return id.equals(name()) ? BackendFactory.super.device(id) : Optional.empty();
            }
            Device first = devices().getFirst();
            if (!first.id().equals(id) && first.id().indexOf(':') > 0) {
                try (OpenClDevice device = OpenClDevices.find(id)) {
                    return Optional.of(device.describe());
                }
            }
            return Optional.of(first);
        }

        @Override
        public Backend open(String id, DeviceOptions options) {
            return OpenClBackend.open(id, options, TuningDatabase.of(scopes(id), options.cache()));
        }
    };

    private OpenClBackend() {}

    /** The device {@code id} with a tuning of the caller's, who closes it. */
    public static GpuBackend open(String id, DeviceOptions options, Tuning tuning) {
        return new GpuBackend(() -> OpenClDriver.open(id, options.cache()), tuning, options.hostOperators());
    }

    /**
     * What the tuning database knows the device {@code id} by.
     *
     * @throws dev.lathe.error.DeviceException if there is no such device
     */
    public static Scopes scopes(String id) {
        try (OpenClDevice device = OpenClDevices.find(id)) {
            return device.scopes();
        }
    }
}
