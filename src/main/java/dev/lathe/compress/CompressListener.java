package dev.lathe.compress;

/** Follows a compression. Called by the thread that compresses. */
@FunctionalInterface
public interface CompressListener {
    /** Hears nothing. */
    CompressListener NONE = (step, done, known) -> {};

    /**
     * Work goes on.
     *
     * @param step what is being done, such as {@code factors of conv2}
     * @param done parts of it that are finished
     * @param known parts in all
     */
    void progress(String step, int done, int known);
}
