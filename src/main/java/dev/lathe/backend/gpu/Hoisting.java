package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which launches of a node depend on nothing but constants. They run once, when the graph is compiled, and the scratch
 * they write is kept: this is how weights are packed.
 *
 * @param once run when the graph is compiled
 * @param always run every time
 * @param kept scratch buffers that {@code once} writes
 */
record Hoisting(List<Launch> once, List<Launch> always, Set<Integer> kept) {
    /** @param constant whether operand {@code i} is a constant */
    static Hoisting of(Lowered.Launches node, IntPredicate constant) {
        Set<Integer> kept =
                IntStream.range(0, node.scratch().size()).boxed().collect(Collectors.toCollection(HashSet::new));
        int before;
        do {
            before = kept.size();
            for (Launch launch : node.launches()) {
                if (!isConstant(launch, constant, kept)) {
                    kept.removeAll(written(launch));
                }
            }
        } while (kept.size() < before);
        List<Launch> once = node.launches().stream()
                .filter(launch -> isConstant(launch, constant, kept))
                .toList();
        List<Launch> always = node.launches().stream()
                .filter(launch -> !isConstant(launch, constant, kept))
                .toList();
        return new Hoisting(once, always, kept);
    }

    private static boolean isConstant(Launch launch, IntPredicate constant, Set<Integer> kept) {
        return launch.args().stream().allMatch(arg -> switch (arg) {
            case Arg.Operand operand -> constant.test(operand.index());
            case Arg.Scratch scratch -> kept.contains(scratch.index());
            case Arg.Result _, Arg.Fault _ -> false;
            case Arg.Table _, Arg.Ints _, Arg.Real _ -> true;
        });
    }

    private static Set<Integer> written(Launch launch) {
        return launch.args().stream()
                .filter(arg -> arg instanceof Arg.Scratch(int _, boolean written) && written)
                .map(arg -> ((Arg.Scratch) arg).index())
                .collect(Collectors.toSet());
    }
}
