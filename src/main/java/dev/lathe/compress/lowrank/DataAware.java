package dev.lathe.compress.lowrank;

/**
 * Factors that keep a layer's outputs, where those of {@link Tucker2} and {@link Tucker1} keep its weights: they make
 * |(W - W~) Sigma^1/2| small, Sigma the {@link Covariance} of the inputs.
 */
public final class DataAware {
    private DataAware() {}

    /** Chain of three; of two for a matrix, of the smaller rank. */
    public static Factors decompose(Kernel kernel, Covariance covariance, Ranks ranks, Stop stop) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Chain of two, as {@link Tucker1}. */
    public static Factors decompose(Kernel kernel, Covariance covariance, int rank) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** |(W - W~) Sigma^1/2| / |W Sigma^1/2| */
    public static double error(Kernel kernel, Kernel approximation, Covariance covariance) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** What to add to the bias, [outputs]: E[(W - W~) x]. */
    public static double[] shift(Kernel kernel, Kernel approximation, Covariance covariance) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The kernel which, on the compressed network's inputs, comes nearest to the original network's outputs. */
    public static Kernel target(Kernel kernel, CrossCovariance cross, Covariance compressed) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Spectrum of W Sigma^1/2, for choosing R4. */
    public static Spectrum outputSpectrum(Kernel kernel, Covariance covariance) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Spectrum of Cs^1/2 unfold_S(W), Cs the covariance of channels, for choosing R3. */
    public static Spectrum inputSpectrum(Kernel kernel, Covariance covariance) {
        throw new UnsupportedOperationException("not there yet");
    }
}
