package dev.lathe.train;

import dev.lathe.error.InputException;

/** How weights follow their gradients. What it remembers from step to step is an {@link OptimiserState}. */
public sealed interface Optimiser {
    Decay decay();

    /**
     * Stochastic gradient descent: v ← momentum·v + g, w ← w - rate·v, beginning with v = 0. Nesterov's form looks
     * ahead: w ← w - rate·(g + momentum·v) with the new v (Sutskever et al. 2013). The learning rate is not in v.
     *
     * @param momentum in 0..1, 1 excluded
     */
    record Sgd(double momentum, boolean nesterov, Decay decay) implements Optimiser {
        /** @throws InputException if the momentum is not in [0, 1) */
        public Sgd {
            share("momentum", momentum);
        }
    }

    /**
     * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1): m ← β1·m + (1-β1)·g, v ← β2·v + (1-β2)·g², w ← w -
     * rate·(m / (1-β1^t)) / (√(v / (1-β2^t)) + ε) in step t = 1, 2, ... With a decoupled decay it is AdamW (Loshchilov
     * and Hutter 2019, arXiv 1711.05101), whose decay is scaled by the learning rate here.
     */
    record Adam(double beta1, double beta2, double epsilon, Decay decay) implements Optimiser {
        /** @throws InputException if a beta is not in [0, 1) or {@code epsilon} is not above 0 */
        public Adam {
            share("beta1", beta1);
            share("beta2", beta2);
            if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
                throw new InputException("Adam's epsilon is above 0, not " + epsilon);
            }
        }

        /** With the paper's β1 = 0.9, β2 = 0.999, ε = 1e-8. */
        public Adam(Decay decay) {
            this(0.9, 0.999, 1e-8, decay);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new InputException(name + " is from 0 to below 1, not " + value);
        }
    }
}
