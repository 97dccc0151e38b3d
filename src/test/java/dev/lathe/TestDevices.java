package dev.lathe;

import java.util.List;

/** The devices that tests run on: one of each backend that this machine has. */
public final class TestDevices {
    private TestDevices() {}

    /** {@code cpu}, {@code reference} and, where there is one, {@code opencl:0}. */
    public static List<String> all() {
        return hasOpenCl() ? List.of("cpu", "reference", "opencl:0") : List.of("cpu", "reference");
    }

    /** As {@link #all}, without the slow ones. */
    public static List<String> fast() {
        return hasOpenCl() ? List.of("cpu", "opencl:0") : List.of("cpu");
    }

    private static boolean hasOpenCl() {
        return Required.availableBackends().contains("opencl");
    }
}
