package dev.lathe.backend;

/**
 * A device as {@code ./lathe devices} lists it.
 *
 * @param id what the user types: {@code cpu}, {@code opencl:0}
 * @param reason why it is not available; empty when it is
 * @param computeUnits cores or multiprocessors; 0 when unknown
 * @param memoryBytes memory that tensors may use; 0 when unknown
 */
public record Device(
        String id,
        String backend,
        String name,
        boolean available,
        String reason,
        int computeUnits,
        long memoryBytes,
        String driver) {}
