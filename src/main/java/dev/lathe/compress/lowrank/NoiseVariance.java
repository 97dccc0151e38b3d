package dev.lathe.compress.lowrank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The noise variance of least free energy, found without a search that could end in the wrong minimum. Between two
 * values of v at which a singular value starts to stand out the energy is smooth; there its slope is looked at on a
 * grid in ln v and every change from falling to rising is bisected.
 */
final class NoiseVariance {
    private static final int GRID = 32;

    /** More than the bits of a double: the interval has closed before. */
    private static final int BISECTIONS = 80;

    private NoiseVariance() {}

    static double of(FreeEnergy energy) {
        double vMin = energy.vMin();
        double vMax = energy.vMax();
        if (vMax == 0) {
            return 0;
        }
        List<Double> candidates = new ArrayList<>(List.of(vMin, vMax));
        List<Double> ends = ends(energy, vMin, vMax);
        for (int i = 1; i < ends.size(); i++) {
            addMinima(energy, ends.get(i - 1), ends.get(i), candidates);
        }
        return candidates.stream().min(Comparator.comparingDouble(energy::j)).orElseThrow();
    }

    /** vMin, vMax, and every v between them at which a singular value equals the threshold; ascending. */
    private static List<Double> ends(FreeEnergy energy, double vMin, double vMax) {
        List<Double> ends = new ArrayList<>(List.of(vMin));
        double[] g = energy.spectrum().values();
        for (int h = g.length - 1; h >= 0; h--) {
            double v = g[h] * g[h] / (energy.spectrum().columns() * energy.xBar());
            if (v > ends.getLast() && v < vMax) {
                ends.add(v);
            }
        }
        ends.add(vMax);
        return ends;
    }

    private static void addMinima(FreeEnergy energy, double from, double to, List<Double> minima) {
        int active = energy.active(Math.sqrt(from) * Math.sqrt(to));
        double step = Math.log(to / from) / GRID;
        double left = from;
        for (int i = 1; i <= GRID; i++) {
            double right = i == GRID ? to : from * Math.exp(i * step);
            if (energy.slope(left, active) < 0 && energy.slope(right, active) >= 0) {
                minima.add(bisected(energy, active, left, right));
            }
            left = right;
        }
    }

    private static double bisected(FreeEnergy energy, int active, double from, double to) {
        double low = from;
        double high = to;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = low + (high - low) / 2;
            if (energy.slope(middle, active) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
