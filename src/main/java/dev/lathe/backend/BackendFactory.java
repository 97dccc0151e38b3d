package dev.lathe.backend;

import java.util.List;
import java.util.Optional;

/** A kind of backend: lists its devices and opens them. Stateless. */
public interface BackendFactory {
    /** First part of its device ids: {@code cpu}, {@code opencl}. */
    String name();

    /** Every device of this kind; when there is none, one entry that says why it is not available. */
    List<Device> devices();

    /**
     * The device {@code id}, which need not be listed: a kind of backend may understand ids of parts of devices.
     *
     * @throws dev.lathe.error.DeviceException if {@code id} names something that this device does not have
     */
    default Optional<Device> device(String id) {
        return devices().stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /**
     * Opens the device {@code id}.
     *
     * @throws dev.lathe.error.DeviceException if there is no such device or it does not start
     */
    Backend open(String id, DeviceOptions options);
}
