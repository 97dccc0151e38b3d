package dev.lathe.compress.lowrank;

/** Matrices and kernels whose ranks, factors and errors were computed by other programs. */
final class Samples {
    private Samples() {}

    /** A Bᵀ + noise · E, with A, B, E drawn in this order; column j of A times decay^j. */
    static Matrix lowRank(long seed, int[] extents, int rank, double noise, double decay) {
        Lcg lcg = new Lcg(seed);
        Matrix a = lcg.normals(extents[0], rank);
        Matrix b = lcg.normals(extents[1], rank);
        Matrix e = lcg.normals(extents[0], extents[1]);
        for (int i = 0; i < extents[0]; i++) {
            for (int j = 0; j < extents[1]; j++) {
                double sum = noise * e.row(i)[j];
                for (int r = 0; r < rank; r++) {
                    sum += a.row(i)[r] * Math.pow(decay, r) * b.row(j)[r];
                }
                e.row(i)[j] = sum;
            }
        }
        return e;
    }

    /** T5: 32 x 24 x 3 x 3 of ranks 5 (outputs) and 4 (inputs) with noise, unfolded by outputs. */
    static Matrix t5() {
        Lcg lcg = new Lcg(5);
        Matrix u4 = lcg.normals(32, 5);
        Matrix u3 = lcg.normals(24, 4);
        Matrix core = lcg.normals(5, 4 * 9);
        Matrix noise = lcg.normals(32, 24 * 9);
        Matrix whole = u3.times(u4.times(core).swapped(9)).swapped(9);
        for (int t = 0; t < 32; t++) {
            for (int i = 0; i < 24 * 9; i++) {
                whole.row(t)[i] += 0.8 * noise.row(t)[i];
            }
        }
        return whole;
    }

    /** T9: 16 x 12 x 3 x 3, all noise, unfolded by outputs. */
    static Matrix t9() {
        return new Lcg(6).normals(16, 12 * 9);
    }

    /** A kernel of normal draws. */
    static Kernel noise(long seed, int outputs, int inputs, int taps) {
        return Kernel.of(new Lcg(seed).normals(outputs, inputs * taps), taps);
    }

    /** {@code kernel} with all weights times {@code factor}. */
    static Kernel scaled(Kernel kernel, double factor) {
        float[] values = kernel.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return new Kernel(kernel.outputs(), kernel.inputs(), kernel.taps(), values);
    }
}
