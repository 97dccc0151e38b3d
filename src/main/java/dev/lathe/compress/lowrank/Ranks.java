package dev.lathe.compress.lowrank;

import dev.lathe.error.InputException;

/**
 * The two ranks of a Tucker-2 decomposition.
 *
 * @param inputs R3, channels that are left of a kernel's inputs
 * @param outputs R4, channels that are left of a kernel's outputs
 */
public record Ranks(int inputs, int outputs) {

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
