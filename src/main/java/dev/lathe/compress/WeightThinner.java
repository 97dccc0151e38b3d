package dev.lathe.compress;

import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.lowrank.Factors;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.compress.lowrank.Stop;
import dev.lathe.compress.lowrank.Tucker1;
import dev.lathe.compress.lowrank.Tucker2;
import dev.lathe.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Factors that keep the weights: Tucker-2, Tucker-1, or singular vectors of a matrix. */
record WeightThinner(Stop stop) implements Thinner {
    @Override
    public Thinned thin(Decision decision, Graph current) {
        Ranks ranks = Objects.requireNonNull(decision.ranks());
        List<ThinKernel> groups = new ArrayList<>();
        KernelError error = new KernelError();
        for (Kernel kernel : decision.layer().kernels()) {
            Factors factors = decision.space().reduces(ranks)
                    ? Tucker2.decompose(kernel, ranks, stop)
                    : Tucker1.decompose(kernel, ranks.outputs());
            groups.add(ThinKernel.of(factors, decision.space(), ranks));
            error.add(kernel, factors.kernel());
        }
        return new Thinned(groups, error.relative(), Double.NaN);
    }
}
