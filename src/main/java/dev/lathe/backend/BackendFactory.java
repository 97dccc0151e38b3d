package dev.lathe.backend;

import java.util.List;

/** A kind of backend: lists its devices and opens them. Stateless. */
public interface BackendFactory {
    /** First part of its device ids: {@code cpu}, {@code opencl}. */
    String name();

    /** Every device of this kind; when there is none, one entry that says why it is not available. */
    List<Device> devices();

    /**
     * Opens the device {@code id}.
     *
     * @param threads host threads that it may use, at least 1
     * @throws dev.lathe.error.DeviceException if there is no such device or it does not start
     */
    Backend open(String id, int threads);
}
