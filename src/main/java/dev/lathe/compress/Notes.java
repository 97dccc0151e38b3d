package dev.lathe.compress;

import dev.lathe.compress.prune.Scores;
import java.util.List;
import java.util.Optional;

/**
 * Results of finished parts of a compression, kept so that one that was interrupted can go on. They belong to one
 * network and one plan; whoever opens them sees to that.
 */
public interface Notes {
    /** Keeps nothing. */
    Notes NONE = new Notes() {
        @Override
        public Optional<Thinned> thinned(String work) {
            return Optional.empty();
        }

        @Override
        public void keep(String work, Thinned thinned) {}

        @Override
        public Optional<Scores> scores() {
            return Optional.empty();
        }

        @Override
        public void keep(Scores scores) {}
    };

    /**
     * Factors of a layer, with what is known of them.
     *
     * @param groups one thin kernel for each group
     * @param weightError relative
     * @param outputError relative; NaN where it was not measured
     */
    record Thinned(List<ThinKernel> groups, double weightError, double outputError) {
        public Thinned {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What was kept of the last layer of {@code work}.
     *
     * @param work names and ranks of the layers thinned so far
     */
    Optional<Thinned> thinned(String work);

    /** Keeps what the last layer of {@code work} became. */
    void keep(String work, Thinned thinned);

    /** What was kept of a sensitivity scan, complete or not. */
    Optional<Scores> scores();

    void keep(Scores scores);
}
