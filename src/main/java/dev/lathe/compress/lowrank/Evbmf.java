package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * How many singular values of a matrix stand out from noise, by empirical variational Bayes matrix factorisation: the
 * global analytic solution of Nakajima et al. (JMLR 14, 2013), noise variance estimated.
 *
 * @param rank H, singular values above the threshold; 0 where there is nothing but noise
 * @param noiseVariance v
 * @param shrunk d, singular values of the posterior mean, the largest first; {@code rank} of them
 * @param threshold singular values above it count
 * @param freeEnergy F at v; negative infinity for a matrix of zeros
 * @param vMin v was looked for from here
 * @param vMax up to here, the variance of a matrix that is all noise
 */
public record Evbmf(
        int rank,
        double noiseVariance,
        double[] shrunk,
        double threshold,
        double freeEnergy,
        double vMin,
        double vMax) {

    /**
     * Estimates v exactly: every minimum of the free energy is found, and the lowest taken. Ranks do not change when
     * the matrix is scaled.
     */
    public static Evbmf solve(Spectrum spectrum) {
        FreeEnergy energy = FreeEnergy.exact(spectrum);
        return energy.at(NoiseVariance.of(energy));
    }

    /**
     * With {@code v} known.
     *
     * @throws InputException if {@code v} is not a finite number above 0
     */
    public static Evbmf withNoise(Spectrum spectrum, double v) {
        if (!(v > 0) || v == Double.POSITIVE_INFINITY) {
            throw new InputException("a noise variance of " + v + ", wanted a finite one above 0");
        }
        return FreeEnergy.exact(spectrum).at(v);
    }
}
