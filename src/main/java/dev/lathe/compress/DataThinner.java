package dev.lathe.compress;

import dev.lathe.compress.Calibration.Probe;
import dev.lathe.compress.Notes.Thinned;
import dev.lathe.compress.lowrank.Covariance;
import dev.lathe.compress.lowrank.CrossCovariance;
import dev.lathe.compress.lowrank.DataAware;
import dev.lathe.compress.lowrank.Factors;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.Ranks;
import dev.lathe.compress.lowrank.Stop;
import dev.lathe.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Factors that keep what a layer gives: its inputs are those of the network as compressed so far, its outputs are to be
 * those of the original network, and the mean of what is lost goes into the bias. The layers before it must be done.
 */
final class DataThinner implements Thinner {
    /** Rows of each layer's moments, if there are so many: several times the unknowns of the largest usual layer. */
    private static final int ROWS = 40_000;

    private final Graph original;
    private final Calibration calibration;
    private final Stop stop;

    DataThinner(Graph original, Calibration calibration, Stop stop) {
        this.original = original;
        this.calibration = calibration;
        this.stop = stop;
    }

    /** What a group sees in the original network, in the compressed one, and both together. */
    private record Moments(Covariance before, Covariance now, CrossCovariance both) {
        static Moments of(int columns) {
            return new Moments(new Covariance(columns), new Covariance(columns), new CrossCovariance(columns));
        }

        /** Without the means, which a bias takes care of. */
        Moments centred() {
            return new Moments(before.centred(), now.centred(), both.centred());
        }

        void add(float[] original, float[] compressed, int rows) {
            before.add(original, rows);
            now.add(compressed, rows);
            both.add(original, compressed, rows);
        }
    }

    /**
     * Moments of what each group of {@code layer} sees in the original network, about the mean if a bias keeps that.
     */
    List<Covariance> covariances(Layer layer) {
        List<Covariance> groups = new ArrayList<>();
        int columns = Patches.columns(layer);
        for (int group = 0; group < layer.extents().groups(); group++) {
            groups.add(new Covariance(columns));
        }
        Patches patches = patches(layer);
        calibration.observe(List.of(new Probe(original, layer.input())), values -> {
            float[][] rows = patches.of(values.getFirst());
            for (int group = 0; group < rows.length; group++) {
                groups.get(group).add(rows[group], rows[group].length / columns);
            }
        });
        return layer.takesBias(original)
                ? groups.stream().map(Covariance::centred).toList()
                : groups;
    }

    private Patches patches(Layer layer) {
        return new Patches(layer, Math.ceilDiv(ROWS, Math.max(1, calibration.images())), 1);
    }

    @Override
    public Thinned thin(Decision decision, Graph current) {
        Layer layer = decision.layer();
        List<Moments> moments = observe(layer, current);
        List<ThinKernel> groups = new ArrayList<>();
        KernelError weights = new KernelError();
        double lost = 0;
        double whole = 0;
        List<Kernel> kernels = layer.kernels();
        boolean biased = layer.takesBias(current);
        for (int group = 0; group < kernels.size(); group++) {
            Kernel kernel = kernels.get(group);
            Moments seen = biased ? moments.get(group).centred() : moments.get(group);
            Kernel target = DataAware.target(kernel, seen.both(), seen.now());
            Factors factors = factors(decision, target, seen.now());
            Kernel thin = factors.kernel();
            ThinKernel result = ThinKernel.of(factors, decision.space(), Objects.requireNonNull(decision.ranks()));
            groups.add(biased ? result.withBias(floats(DataAware.shift(kernel, thin, seen.both()))) : result);
            weights.add(kernel, thin);
            double error = DataAware.error(kernel, thin, seen.before());
            lost += error * error;
            whole++;
        }
        return new Thinned(groups, weights.relative(), Math.sqrt(lost / whole));
    }

    private Factors factors(Decision decision, Kernel target, Covariance covariance) {
        Ranks ranks = Objects.requireNonNull(decision.ranks());
        return decision.space().reduces(ranks)
                ? DataAware.decompose(target, covariance, ranks, stop)
                : DataAware.decompose(target, covariance, ranks.outputs());
    }

    private List<Moments> observe(Layer layer, Graph current) {
        int columns = Patches.columns(layer);
        List<Moments> groups = new ArrayList<>();
        for (int group = 0; group < layer.extents().groups(); group++) {
            groups.add(Moments.of(columns));
        }
        Patches before = patches(layer);
        Patches now = patches(layer);
        Probe first = new Probe(original, layer.input());
        Probe second = new Probe(current, layer.input());
        calibration.observe(List.of(first, second), values -> {
            float[][] originals = before.of(values.getFirst());
            float[][] compressed = now.of(values.getLast());
            for (int group = 0; group < originals.length; group++) {
                groups.get(group).add(originals[group], compressed[group], originals[group].length / columns);
            }
        });
        return groups;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
