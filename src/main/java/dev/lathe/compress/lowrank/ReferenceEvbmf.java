package dev.lathe.compress.lowrank;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * {@link Evbmf} as other people's implementations compute it, for comparing ranks with theirs: tau_bar approximated, v
 * by one bounded search with an absolute tolerance. It may end in a minimum that is not the lowest, and is wrong for
 * weights that are small. Unlike those implementations it transposes matrices that are tall.
 */
public final class ReferenceEvbmf {
    /** Those of SciPy's bounded search: relative of the square root of a double's precision, absolute of 1e-5. */
    private static final double RELATIVE = Math.sqrt(Math.ulp(1.0));

    private static final double ABSOLUTE = 1e-5 / 3;
    private static final double GOLDEN = (3 - Math.sqrt(5)) / 2;
    private static final int EVALUATIONS = 500;

    private ReferenceEvbmf() {}

    public static Evbmf solve(Spectrum spectrum) {
        FreeEnergy energy = FreeEnergy.approximate(spectrum);
        double low = energy.vMin();
        double high = energy.vMax();
        if (!(low < high)) {
            return energy.at(high);
        }
        var least = new BrentOptimizer(RELATIVE, ABSOLUTE)
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(energy::j),
                        new SearchInterval(low, high, low + GOLDEN * (high - low)),
                        new MaxEval(EVALUATIONS));
        return energy.at(least.getPoint());
    }
}
