package dev.lathe.compress.lowrank;

import java.util.Arrays;

/** The free energy of {@link Evbmf} as a function of the noise variance v; symbols are those of docs/lowrank.md. */
final class FreeEnergy {
    /** Root of ln(1 + z) = z/2, rounded as in the paper's approximation of tau_bar. */
    private static final double ROOT = 2.5129;

    /** v is at least this share of its largest possible value, so that exactly low-rank matrices have one. */
    private static final double LEAST_NOISE = 1e-12;

    private static final int BISECTIONS = 200;

    private final Spectrum spectrum;
    private final double alpha;
    private final double xBar;

    private FreeEnergy(Spectrum spectrum, double alpha, double tauBar) {
        this.spectrum = spectrum;
        this.alpha = alpha;
        this.xBar = (1 + tauBar) * (1 + alpha / tauBar);
    }

    /** With the tau_bar at which a singular value starts to lower the energy. */
    static FreeEnergy exact(Spectrum spectrum) {
        double alpha = alpha(spectrum);
        return new FreeEnergy(spectrum, alpha, tauBar(alpha));
    }

    /** With the usual approximation of tau_bar, exact at alpha = 1. */
    static FreeEnergy approximate(Spectrum spectrum) {
        double alpha = alpha(spectrum);
        return new FreeEnergy(spectrum, alpha, ROOT * Math.sqrt(alpha));
    }

    private static double alpha(Spectrum spectrum) {
        return (double) spectrum.rows() / spectrum.columns();
    }

    /** The root of phi(t) + phi(t/alpha), phi(z) = ln(1+z)/z - 1/2, by bisection. */
    static double tauBar(double alpha) {
        double low = alpha;
        double high = ROOT;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (phi(middle) + phi(middle / alpha) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double phi(double z) {
        return Math.log1p(z) / z - 0.5;
    }

    double xBar() {
        return xBar;
    }

    Spectrum spectrum() {
        return spectrum;
    }

    double vMax() {
        return spectrum.squaredNorm() / spectrum.rows() / spectrum.columns();
    }

    /** Below it more singular values would stand out than a matrix of this shape can have. */
    double vMin() {
        double[] g = spectrum.values();
        int h = (int) Math.ceil(spectrum.rows() / (1 + alpha)) - 1;
        h = Math.clamp(h, 0, g.length - 1);
        double rest = spectrum.tail(h) / (spectrum.rows() - h) / spectrum.columns();
        double least = Math.max(g[h] * g[h] / (spectrum.columns() * xBar), rest);
        return Math.clamp(least, LEAST_NOISE * vMax(), vMax());
    }

    /** Singular values that stand out at v: those above the threshold. */
    int active(double v) {
        double[] g = spectrum.values();
        double threshold = threshold(v);
        int h = 0;
        while (h < g.length && g[h] > threshold) {
            h++;
        }
        return h;
    }

    double threshold(double v) {
        return Math.sqrt(spectrum.columns() * v * xBar);
    }

    /** J(v) = L ln v + |Y|²/(M v) + the sum over what stands out; 2F/M less a constant. */
    double j(double v) {
        double m = spectrum.columns();
        double sum = spectrum.rows() * Math.log(v) + spectrum.squaredNorm() / (m * v);
        int active = active(v);
        for (int h = 0; h < active; h++) {
            double tau = tau(h, v);
            sum += Math.log1p(tau) + alpha * Math.log1p(tau / alpha) - tau;
        }
        return sum;
    }

    /**
     * L M v - |Y|² + the sum of g_h d_h over the first {@code active} singular values, in units of M v. With exactly
     * those that stand out it is dJ / d ln v.
     */
    double slope(double v, int active) {
        double m = spectrum.columns();
        double sum = spectrum.rows() - spectrum.squaredNorm() / (m * v);
        for (int h = 0; h < active; h++) {
            sum += tau(h, v);
        }
        return sum;
    }

    /** g_h d_h / (M v). */
    private double tau(int h, double v) {
        double g = spectrum.values()[h];
        double x = g * g / (spectrum.columns() * v) - (1 + alpha);
        return (x + Math.sqrt(Math.max(0, x * x - 4 * alpha))) / 2;
    }

    /** The solution for this {@code v}. */
    Evbmf at(double v) {
        if (spectrum.squaredNorm() == 0) {
            return new Evbmf(0, v, new double[0], threshold(v), Double.NEGATIVE_INFINITY, 0, 0);
        }
        double mv = spectrum.columns() * v;
        double[] g = spectrum.values();
        double[] shrunk = new double[active(v)];
        Arrays.setAll(shrunk, h -> tau(h, v) * mv / g[h]);
        double energy = spectrum.columns() / 2.0 * (j(v) + spectrum.rows() * Math.log(2 * Math.PI));
        return new Evbmf(shrunk.length, v, shrunk, threshold(v), energy, vMin(), vMax());
    }
}
