package dev.lathe.compress;

import dev.lathe.compress.LayerReport.Curve;
import dev.lathe.compress.LayerReport.SpectraReport;
import dev.lathe.compress.lowrank.Evbmf;
import dev.lathe.compress.lowrank.Kernel;
import dev.lathe.compress.lowrank.ReferenceEvbmf;
import dev.lathe.compress.lowrank.Spectrum;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Singular values of the unfoldings of a layer, by group.
 *
 * @param inputs empty where inputs cannot be reduced
 */
record LayerSpectra(List<Spectrum> inputs, List<Spectrum> outputs) {
    LayerSpectra {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Of the weights as they are. */
    static LayerSpectra of(Layer layer, RankSpace space) {
        List<Kernel> kernels = layer.kernels();
        return new LayerSpectra(
                space.reducesInputs() ? kernels.stream().map(Spectrum::ofInputs).toList() : List.of(),
                kernels.stream().map(Spectrum::ofOutputs).toList());
    }

    /** A rank for both sides, of every group the largest, as all groups of a convolution have the same. */
    record Pair(int inputs, int outputs) {
        /** Whether one side has nothing left. */
        boolean isZero(RankSpace space) {
            return outputs == 0 || space.reducesInputs() && inputs == 0;
        }
    }

    Pair vbmf(boolean reference) {
        return pair(spectrum -> reference
                ? ReferenceEvbmf.solve(spectrum).rank()
                : Evbmf.solve(spectrum).rank());
    }

    Pair energy(double share) {
        return pair(spectrum -> spectrum.energyRank(share));
    }

    private Pair pair(ToIntFunction<Spectrum> rank) {
        return new Pair(most(inputs, rank), most(outputs, rank));
    }

    private static int most(List<Spectrum> spectra, ToIntFunction<Spectrum> rank) {
        return spectra.stream().mapToInt(rank).max().orElse(0);
    }

    /** Share of the squared norm beyond each input rank 0..; null where inputs cannot be reduced. */
    double @Nullable [] lostInputs() {
        return inputs.isEmpty() ? null : lost(inputs);
    }

    /** Share of the squared norm beyond each output rank 0... */
    double[] lostOutputs() {
        return lost(outputs);
    }

    private static double[] lost(List<Spectrum> groups) {
        double all = groups.stream().mapToDouble(Spectrum::squaredNorm).sum();
        double[] lost = new double[groups.getFirst().rows() + 1];
        if (all > 0) {
            Arrays.setAll(
                    lost,
                    rank -> groups.stream()
                                    .mapToDouble(group -> group.tail(rank))
                                    .sum()
                            / all);
        }
        return lost;
    }

    /** For the report. */
    SpectraReport report() {
        return new SpectraReport(inputs.isEmpty() ? null : curve(inputs.getFirst()), curve(outputs.getFirst()));
    }

    private static Curve curve(Spectrum spectrum) {
        return new Curve(
                Arrays.stream(spectrum.values()).boxed().toList(),
                Evbmf.solve(spectrum).threshold());
    }
}
