package dev.lathe.compress.lowrank;

import java.util.ArrayList;
import java.util.List;

/**
 * A kernel as a chain of two or three: W[t][s][k] = sum over r3, r4 of outputs[t][r4] · core[r4][r3][k] ·
 * inputs[s][r3].
 *
 * @param sweeps how often each factor was computed from the others; 0 where it takes no sweeps
 * @param inputs U3 [S][R3], row by row; empty where the core has the kernel's own inputs
 * @param core [R4][R3][K]
 * @param outputs U4 [T][R4], row by row; empty where the core has the kernel's own outputs
 * @param error norm of what is missing over that of the whole, before the core was rounded to floats: of weights, or of
 *     outputs where a covariance was given; 0 for a kernel of zeros
 */
public record Factors(int sweeps, double[] inputs, Kernel core, double[] outputs, double error) {
    private static final double[] NONE = {};

    /** All three factors; {@code core} unfolded by outputs, R4 x (R3·taps). */
    static Factors ofThree(Matrix inputs, Matrix core, Matrix outputs, int sweeps, double error) {
        int taps = core.columns() / inputs.columns();
        return new Factors(sweeps, inputs.flat(), Kernel.of(core, taps), outputs.flat(), error);
    }

    /** No factor for inputs; {@code core} unfolded by outputs, R4 x (S·taps). */
    static Factors ofTwo(Matrix core, int taps, Matrix outputs, double error) {
        return new Factors(0, NONE, Kernel.of(core, taps), outputs.flat(), error);
    }

    /** R3 and R4; of an absent factor, all channels. */
    public Ranks ranks() {
        return new Ranks(core.inputs(), core.outputs());
    }

    /** The kernels of the layers in their order: 1x1 that mixes inputs, the core, 1x1 that mixes outputs. */
    public List<Kernel> layers() {
        List<Kernel> layers = new ArrayList<>();
        if (inputs.length > 0) {
            int channels = inputs.length / core.inputs();
            layers.add(Kernel.of(Matrix.of(channels, core.inputs(), inputs).transposed(), 1));
        }
        layers.add(core);
        if (outputs.length > 0) {
            layers.add(Kernel.of(Matrix.of(outputs.length / core.outputs(), core.outputs(), outputs), 1));
        }
        return List.copyOf(layers);
    }

    /** The kernel that the chain stands for. */
    public Kernel kernel() {
        int taps = core.taps();
        Matrix whole = core.unfolded();
        if (outputs.length > 0) {
            whole = Matrix.of(outputs.length / core.outputs(), core.outputs(), outputs)
                    .times(whole);
        }
        if (inputs.length > 0) {
            Matrix mixing = Matrix.of(inputs.length / core.inputs(), core.inputs(), inputs);
            whole = mixing.times(whole.swapped(taps)).swapped(taps);
        }
        return Kernel.of(whole, taps);
    }
}
