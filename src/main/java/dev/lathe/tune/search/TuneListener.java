package dev.lathe.tune.search;

/** Is told how a search goes on. */
public interface TuneListener {
    /** Told before each problem: {@code done} of {@code known} are done; more may turn up. */
    void progress(String problem, int done, int known);

    /** Told a sentence that nobody should miss. */
    void alarm(String sentence);
}
