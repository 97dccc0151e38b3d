package dev.lathe.backend;

import dev.lathe.graph.Node;

/** Who watches a run: may stop it between nodes, may take the time of each. */
@FunctionalInterface
public interface RunObserver {
    /** Lets every run go to its end. */
    RunObserver NONE = () -> false;

    /** Takes times, and lets every run go to its end. */
    interface Timed extends RunObserver {
        @Override
        default boolean cancelled() {
            return false;
        }

        @Override
        default boolean timed() {
            return true;
        }
    }

    /** Asked before each node; the run stops once this is true. */
    boolean cancelled();

    /** Whether {@link #ran} is to be called; asked once per run. */
    default boolean timed() {
        return false;
    }

    /** Told after each node, when {@link #timed}: how long it took on the device. */
    default void ran(Node node, long nanoseconds) {}

    /** Told once, when {@link #timed}: how long all inputs took to the device. Devices without memory never tell. */
    default void uploaded(long nanoseconds) {}

    /** Told once, when {@link #timed}: how long all outputs took from the device. */
    default void downloaded(long nanoseconds) {}
}
