package dev.lathe.compress.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.compress.search.Trial.Score;
import dev.lathe.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrontTest {
    private static final Budget BUDGET = new Budget(new Score(0.9, 1, null), 0.01);

    private static Trial trial(int number, double cost, double top1, @Nullable Double hard) {
        return new Trial(number, false, Map.of(), 7, cost, new Score(top1, 1, hard), "");
    }

    private static boolean beats(Trial one, Trial other) {
        boolean as = one.cost() <= other.cost()
                && one.score().top1() >= other.score().top1();
        return as
                && (one.cost() < other.cost()
                        || one.score().top1() > other.score().top1());
    }

    @Test
    void isWhatNoOtherBeats() {
        Random random = new Random(3);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            trials.add(trial(i, random.nextInt(30), random.nextInt(30) / 32.0, null));
        }
        List<Trial> front = Front.of(trials, BUDGET);
        for (Trial trial : trials) {
            boolean beaten = trials.stream().anyMatch(other -> beats(other, trial));
            boolean equal = trials.stream()
                    .anyMatch(other -> other.number() < trial.number()
                            && other.cost() == trial.cost()
                            && other.score().top1() == trial.score().top1());
            assertThat(front.contains(trial)).as("%s", trial).isEqualTo(!beaten && !equal);
        }
        assertThat(front).isSortedAccordingTo((a, b) -> Double.compare(b.cost(), a.cost()));
    }

    @Test
    void theBestIsTheCheapestWithinTheBudget() {
        List<Trial> trials = List.of(
                trial(0, 100, 0.9, null),
                trial(1, 40, 0.89, null),
                trial(2, 20, 0.8899, null),
                trial(3, 40, 0.895, null),
                trial(4, 60, 0.95, null));
        assertThat(Front.best(trials, BUDGET).number()).isEqualTo(1);
    }

    @Test
    void changedImagesCountAsMuch() {
        Budget both = new Budget(new Score(1, 1, 0.9), 0.01);
        assertThat(both.allows(new Score(0.995, 0.9, 0.891))).isTrue();
        assertThat(both.allows(new Score(0.995, 0.9, 0.888))).isFalse();
        assertThat(both.allows(new Score(0.985, 0.9, 0.9))).isFalse();
        assertThat(new Budget(new Score(1, 1, 0.75), 0).drop(new Score(0.9375, 1, 0.625)))
                .isEqualTo(0.125);
    }

    @Test
    void budgetsAreShares() {
        assertThatThrownBy(() -> new Budget(new Score(1, 1, null), -0.01))
                .isInstanceOf(InputException.class)
                .hasMessage("top-1 may drop by 0 to 1, not -0.01");
        assertThatThrownBy(() -> Budget.requireDrop(Double.NaN)).hasMessage("top-1 may drop by 0 to 1, not NaN");
    }
}
