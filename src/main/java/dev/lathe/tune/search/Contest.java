package dev.lathe.tune.search;

import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.error.LatheException;
import dev.lathe.tune.TunedKernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidates of one decision against each other and the default: in turns, so that whatever else the machine does
 * meets them alike, each by its best time.
 */
final class Contest {
    private static final Logger LOG = LoggerFactory.getLogger(Contest.class);

    /** A row has to save this share of the default's time: what is less may be chance. */
    private static final double WORTHWHILE = 0.03;

    /** Who is so many times slower than the leader after a round does not take part in the next. */
    private static final double HOPELESS = 1.25;

    /** Share of the time for the best candidate against the default alone. */
    private static final double FINAL = 0.4;

    private static final int FEWEST_ROUNDS = 3;
    private static final int RUNS = 3;
    private static final double NANOSECONDS = 1e9;
    private static final double NANOSECONDS_OF_MS = 1e6;

    private static final class Attempt {
        private final Map<String, Integer> defines;
        private final Choices choices;
        private long best = Long.MAX_VALUE;
        private boolean failed;
        private boolean wrong;

        private Attempt(Map<String, Integer> defines, Choices choices) {
            this.defines = defines;
            this.choices = choices;
        }

        private boolean stands() {
            return !failed && !wrong;
        }

        private double milliseconds() {
            return stands() ? best / NANOSECONDS_OF_MS : Double.NaN;
        }
    }

    private final Workbench workbench;
    private final Trial trial;
    private final Decision decision;
    private final Choices others;
    private final Consumer<String> alarm;

    /**
     * @param others everything else that is decided
     * @param alarm told a sentence when a candidate gives wrong results
     */
    Contest(Workbench workbench, Trial trial, Decision decision, Choices others, Consumer<String> alarm) {
        this.workbench = workbench;
        this.trial = trial;
        this.decision = decision;
        this.others = others;
        this.alarm = alarm;
    }

    /** Goes on for {@code seconds}, the time for building kernels not counted, and for a few rounds at least. */
    Finding run(double seconds) {
        Attempt usual = new Attempt(Map.of(), others);
        List<Attempt> all = new ArrayList<>();
        all.add(usual);
        // a candidate that comes to the same as another, or as the default, could win by chance only
        Set<List<String>> known = new HashSet<>();
        known.add(workbench.lower(trial.graph(), others));
        for (Map<String, Integer> defines : workbench.candidates(decision.kernel())) {
            Choices choices = others.with(decision, defines);
            if (known.add(workbench.lower(trial.graph(), choices))) {
                all.add(new Attempt(defines, choices));
            }
        }
        all.forEach(this::check);
        List<Attempt> left = new ArrayList<>(all);
        rounds(left, usual, seconds * (1 - FINAL));
        Attempt best = left.stream()
                .filter(Attempt::stands)
                .min(Comparator.comparingLong(attempt -> attempt.best))
                .orElse(usual);
        boolean kept = best != usual && usual.stands();
        if (kept) {
            // the fastest of many owes something to luck: only fresh times count, and twice
            kept = beats(best, usual, List.of(usual, best), seconds * FINAL / 2)
                    && beats(best, usual, List.of(best, usual), seconds * FINAL / 2);
        }
        return finding(usual, kept ? best : usual, all);
    }

    private boolean beats(Attempt best, Attempt usual, List<Attempt> order, double seconds) {
        usual.best = Long.MAX_VALUE;
        best.best = Long.MAX_VALUE;
        rounds(new ArrayList<>(order), usual, seconds);
        return usual.stands() && best.stands() && best.best <= (1 - WORTHWHILE) * usual.best;
    }

    private void rounds(List<Attempt> left, Attempt usual, double seconds) {
        long start = System.nanoTime();
        for (int i = 0; i < FEWEST_ROUNDS || (System.nanoTime() - start) / NANOSECONDS < seconds; i++) {
            left.removeIf(attempt -> !attempt.stands());
            left.forEach(this::time);
            long fastest = left.stream().mapToLong(each -> each.best).min().orElse(0);
            left.removeIf(attempt -> attempt != usual && attempt.best > HOPELESS * fastest);
        }
    }

    private void check(Attempt attempt) {
        trial.spoil();
        work(attempt, executable -> executable.run(trial.inputs(), trial.outputs(), RunObserver.NONE));
        String complaint = attempt.failed ? "" : trial.complaint(amplification(attempt));
        if (!complaint.isEmpty()) {
            attempt.wrong = true;
            String what = attempt.defines.isEmpty() ? "the default" : attempt.defines.toString();
            alarm.accept("WRONG RESULTS, not used: " + decision.kernel().entry() + " with " + what + " for "
                    + decision.problem() + ": " + complaint);
        }
    }

    private double amplification(Attempt attempt) {
        return Winograds.amplification(
                Lowering.asked(workbench, trial.graph(), attempt.choices), decision.problem(), attempt.choices);
    }

    private void time(Attempt attempt) {
        work(attempt, executable -> {
            executable.run(trial.inputs(), trial.outputs(), RunObserver.NONE);
            for (int i = 0; i < RUNS; i++) {
                Stopwatch stopwatch = new Stopwatch();
                executable.run(trial.inputs(), trial.outputs(), stopwatch);
                attempt.best = Math.min(attempt.best, stopwatch.nanoseconds());
            }
        });
    }

    /** A candidate may want more registers or memory than there are; then it is none. */
    private void work(Attempt attempt, Consumer<Executable> work) {
        try (Executable executable = workbench.compile(trial.graph(), attempt.choices)) {
            work.accept(executable);
        } catch (LatheException e) {
            attempt.failed = true;
            LOG.info("{} cannot be {} here: {}", decision.kernel().entry(), attempt.defines, e.getMessage());
        }
    }

    private Finding finding(Attempt usual, Attempt best, List<Attempt> all) {
        TunedKernel kernel = decision.kernel();
        return new Finding(
                decision.problem().toString(),
                kernel.entry(),
                best.defines,
                usual.milliseconds(),
                best.milliseconds(),
                (int) all.stream().filter(each -> each != usual && !each.failed).count(),
                (int) all.stream().filter(each -> each.wrong).count());
    }
}
