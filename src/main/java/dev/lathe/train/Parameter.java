package dev.lathe.train;

import dev.lathe.compress.cluster.Codebook;
import dev.lathe.compress.prune.Mask;
import dev.lathe.compress.prune.Retraining;
import dev.lathe.error.InputException;
import dev.lathe.error.ShapeException;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A named tensor that training changes in place. It may be held to a mask, whose zeros stay zero, and to a codebook, so
 * that all weights of a cluster move as one. Not for several threads at once.
 */
public final class Parameter {
    /** What moves a parameter. */
    public enum Role {
        /** The optimiser. */
        TRAINED,
        /** Nothing. */
        FROZEN,
        /** The statistics of batches: a moving average for batch normalisation. */
        STATISTIC
    }

    private static final int MATRIX = 2;

    private final String name;
    private final Role role;
    private final Tensor tensor;
    private @Nullable Mask mask;
    private @Nullable Sharing sharing;

    /**
     * @param initial FLOAT32; is copied
     * @throws InputException if it is of another type
     */
    public Parameter(String name, Role role, Tensor initial) {
        if (initial.dtype() != DType.FLOAT32) {
            throw new InputException("parameter '" + name + "' is a float32 tensor, got " + initial);
        }
        this.name = name;
        this.role = role;
        this.tensor = initial.copy();
    }

    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    /** The values themselves, not a copy; the array has exactly as many elements as the shape. */
    public Tensor tensor() {
        return tensor;
    }

    float[] values() {
        return tensor.floats();
    }

    /** Whether weight decay acts on it: not on biases and what scales and shifts channels, which are of rank 0 or 1. */
    public boolean decays() {
        return tensor.shape().rank() >= MATRIX;
    }

    /** The mask, or null if all weights are kept. */
    public @Nullable Mask mask() {
        return mask;
    }

    /** Number of weights that the mask keeps; all without one. */
    int kept() {
        return mask == null ? tensor.size() : mask.kept();
    }

    /** The share of weights that the mask keeps; 1 without one. */
    public double density() {
        return mask == null ? 1 : mask.density();
    }

    /**
     * Holds weights to {@code mask} from now on; those that it does not keep become zero.
     *
     * @throws InputException if the mask is for another number of weights, or weights are shared already, as the
     *     members of clusters do not change
     */
    public void mask(Mask mask) {
        if (mask.size() != tensor.size()) {
            throw new InputException(
                    "a mask of " + mask.size() + " weights for parameter '" + name + "' of " + tensor.size());
        }
        if (sharing != null) {
            throw new InputException("parameter '" + name + "' shares its weights: prune before sharing");
        }
        this.mask = mask;
        mask.clear(values());
    }

    /** Takes a mask as it was saved, or none; values are left alone. */
    void restore(@Nullable Mask saved) {
        this.mask = saved;
    }

    /**
     * Replaces weights by the nearest centroids of {@code codebook} and lets them move as one from now on. Zeros stay
     * zero.
     */
    public void share(Codebook codebook) {
        share(codebook, codebook.indices(values()));
    }

    /**
     * Replaces weights by the centroids that {@code indices} name and lets them move as one from now on (Han et al.
     * 2016, arXiv 1510.00149, section 3.2). Weights of index {@link Codebook#ZERO} become zero and stay it.
     *
     * @throws InputException if there are more or fewer indices than weights, or one is not in the codebook
     */
    public void share(Codebook codebook, int[] indices) {
        if (indices.length != tensor.size()) {
            throw new InputException(indices.length + " indices for parameter '" + name + "' of " + tensor.size());
        }
        for (int index : indices) {
            if (index < Codebook.ZERO || index >= codebook.centroids().length) {
                throw new InputException("parameter '" + name + "': index " + index + " is not in the codebook of "
                        + codebook.centroids().length);
            }
        }
        System.arraycopy(codebook.weights(indices), 0, values(), 0, indices.length);
        sharing = new Sharing(codebook, indices);
        clear(values());
    }

    /** The codebook with centroids as they are now, or null if weights are not shared. */
    public @Nullable Codebook codebook() {
        return sharing == null ? null : sharing.codebook(values());
    }

    @Nullable
    Sharing sharing() {
        return sharing;
    }

    /**
     * The dropout rate that fits the connections that are left, see {@link Retraining#dropout}.
     *
     * @param rate of the layer before pruning, in 0..1
     */
    public double dropout(double rate) {
        return mask == null ? rate : Retraining.dropout(rate, mask.size(), mask.kept());
    }

    /** Makes a dense gradient that of what is free to move: nothing for pruned weights, sums for shared ones. */
    void constrain(float[] gradient) {
        clear(gradient);
        if (sharing != null) {
            sharing.sum(gradient);
        }
    }

    /** Writes zeros where the mask keeps nothing. */
    void clear(float[] array) {
        if (mask != null) {
            mask.clear(array);
        }
    }

    /** Of a gradient that was {@linkplain #constrain constrained}; a shared weight counts once. */
    double squaredNorm(float[] gradient) {
        if (sharing != null) {
            return sharing.squaredNorm(gradient);
        }
        double sum = 0;
        for (int i = 0; i < tensor.size(); i++) {
            sum += (double) gradient[i] * gradient[i];
        }
        return sum;
    }

    /** The array of {@code other}, what is called {@code what}, for this parameter. */
    float[] matching(@Nullable Tensor other, String what) {
        if (other == null) {
            throw new InputException("the step gave no " + what + " for parameter '" + name + "'");
        }
        if (!other.type().equals(tensor.type()) || other.floats().length != tensor.size()) {
            throw new ShapeException("the step gave a " + what + " " + other.type() + " for parameter '" + name
                    + "' of " + tensor.type());
        }
        return other.floats();
    }
}
