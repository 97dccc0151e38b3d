package dev.lathe.demo.fashion;

/** Hears how the story goes on, on its thread. */
public interface FashionListener {
    /** Work goes on. */
    default void progress(String what, long done, long total) {}

    /** A stage was reached. */
    default void stage(Stage stage) {}

    /** A device was measured. */
    default void speed(Speed speed) {}
}
