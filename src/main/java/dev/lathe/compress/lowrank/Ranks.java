package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * The two ranks of a Tucker-2 decomposition.
 *
 * @param inputs R3, channels that are left of a kernel's inputs
 * @param outputs R4, channels that are left of a kernel's outputs
 */
public record Ranks(int inputs, int outputs) {

    /**
     * Both raised to the next multiple of {@code multiple}, so that vectors and tiles are full, but at most
     * {@code most}.
     *
     * @throws InputException if {@code multiple} is below 1
     */
    public Ranks rounded(int multiple, Ranks most) {
        return new Ranks(rounded(inputs, multiple, most.inputs), rounded(outputs, multiple, most.outputs));
    }

    /** {@link #rounded(int, Ranks)} of one rank. */
    public static int rounded(int rank, int multiple, int most) {
        if (multiple < 1) {
            throw new InputException("ranks that are multiples of " + multiple + ", wanted at least 1");
        }
        return (int) Math.min(most, Math.ceilDiv((long) rank, multiple) * multiple);
    }

    /** @throws InputException unless {@code kernel} has these ranks */
    void check(Kernel kernel) {
        check("input", inputs, kernel.inputs());
        check("output", outputs, kernel.outputs());
    }

    static void check(String mode, int rank, int most) {
        if (rank < 1 || rank > most) {
            throw new InputException(mode + " rank " + rank + " of a kernel, wanted 1 to " + most);
        }
    }
}
