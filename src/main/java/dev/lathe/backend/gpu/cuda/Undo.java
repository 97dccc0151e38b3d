package dev.lathe.backend.gpu.cuda;

/** Takes back what was half done. */
final class Undo {
    private Undo() {}

    /** Does {@code undo}; what is to be thrown then is {@code failure}, even if that fails as well. */
    static RuntimeException after(RuntimeException failure, Runnable undo) {
        try {
            undo.run();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
        return failure;
    }
}
