package dev.lathe;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The devices that tests run on: one of each backend that this machine has. */
public final class TestDevices {
    private TestDevices() {}

    /** {@code cpu}, {@code reference} and, where there are such, {@code opencl:0} and {@code cuda:0}. */
    public static List<String> all() {
        return with(List.of("opencl", "cuda"), "cpu", "reference");
    }

    /** As {@link #all}, without the slow ones: one that is interpreted is slow. */
    public static List<String> fast() {
        return with(StandIn.isLoaded() ? List.of("opencl") : List.of("opencl", "cuda"), "cpu");
    }

    private static List<String> with(List<String> backends, String... always) {
        Set<String> there = Required.availableBackends();
        Stream<String> first = backends.stream().filter(there::contains).map(backend -> backend + ":0");
        return Stream.concat(Stream.of(always), first).toList();
    }
}
