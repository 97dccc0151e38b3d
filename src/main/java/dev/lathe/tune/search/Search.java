package dev.lathe.tune.search;

import dev.lathe.graph.Graph;
import dev.lathe.tune.Problem;
import dev.lathe.tune.TunedKernel;
import dev.lathe.tune.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the fastest defines for one problem after the other; what was found for earlier ones holds for later ones that
 * contain them. Used by one thread.
 */
final class Search {
    private final Workbench workbench;
    private final double seconds;
    private final Consumer<String> alarm;
    private Choices found;

    /**
     * @param usual what Lathe does without the user's rows
     * @param seconds measured running for each problem
     * @param alarm told a sentence for each candidate that gives wrong results
     */
    Search(Workbench workbench, Tuning usual, double seconds, Consumer<String> alarm) {
        this.workbench = workbench;
        this.seconds = seconds;
        this.alarm = alarm;
        this.found = new Choices(usual, Map.of());
    }

    /** The problems that {@code graph} is made of, those inside Winograd's method left out. */
    List<Problem> problems(Graph graph) {
        Tuning plain = (kernel, problem) ->
                kernel.equals(TunedKernel.WINOGRAD.entry()) ? Optional.of(Winograds.NONE) : Optional.empty();
        return Lowering.asked(workbench, graph, plain).stream()
                .map(Decision::problem)
                .distinct()
                .toList();
    }

    /** The problems that solving {@code problem} now poses, apart from itself: the products of Winograd's method. */
    List<Problem> inside(Problem problem) {
        return asked(new Trial(problem)).stream()
                .map(Decision::problem)
                .filter(each -> !each.equals(problem))
                .distinct()
                .toList();
    }

    private Set<Decision> asked(Trial trial) {
        return Lowering.asked(workbench, trial.graph(), found);
    }

    /**
     * Tries the tiles of {@code problem}, then Winograd's method against the best of them.
     *
     * @return a finding for each kernel that has a say in it
     * @throws dev.lathe.error.LatheException if the problem is too large for this machine
     */
    List<Finding> tune(Problem problem) {
        Trial trial = new Trial(problem);
        Decision winograd = Winograds.decision(problem);
        boolean both = asked(trial).contains(winograd);
        double share = both ? seconds / 2 : seconds;
        Choices plain = found.with(winograd, Winograds.NONE);
        Optional<Decision> tile = Lowering.asked(workbench, trial.graph(), plain).stream()
                .filter(each -> each.problem().equals(problem) && !each.equals(winograd))
                .findFirst();
        List<Finding> findings = new ArrayList<>();
        tile.ifPresent(decision -> findings.add(decide(trial, decision, plain, share)));
        if (both) {
            findings.add(decide(trial, winograd, found, share));
            if (tile.isPresent() && !asked(trial).contains(tile.get())) {
                // Winograd's method won: nobody will ask for that tile
                findings.set(0, findings.getFirst().dropped());
            }
        }
        return findings;
    }

    private Finding decide(Trial trial, Decision decision, Choices others, double share) {
        Finding finding = new Contest(workbench, trial, decision, others, alarm).run(share);
        if (!finding.defines().isEmpty()) {
            found = found.with(decision, finding.defines());
        }
        return finding;
    }
}
