package dev.lathe.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrices turned by squares of as many rows as a vector has lanes (Eklundh: A fast computer method for matrix
 * transposing, 1972): rows half a square apart swap halves, then rows a quarter apart quarters, and so on. Two of these
 * steps are done at a time, so that vectors pass through memory half as often.
 */
final class VectorTurn {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Rows that take part in two steps. */
    private static final int FOUR = 4;

    /** By the logarithm of a distance: lanes change places with those as far apart. */
    private static final List<VectorShuffle<Float>> SWAPS = swaps();

    /** By the logarithm of a distance: of lanes that change places, the second. */
    private static final List<VectorMask<Float>> SECONDS = seconds();

    private VectorTurn() {}

    private static List<VectorShuffle<Float>> swaps() {
        List<VectorShuffle<Float>> swaps = new ArrayList<>();
        for (int distance = 1; distance < LANES; distance *= 2) {
            int bit = distance;
            swaps.add(VectorShuffle.fromOp(SPECIES, lane -> lane ^ bit));
        }
        return List.copyOf(swaps);
    }

    private static List<VectorMask<Float>> seconds() {
        List<VectorMask<Float>> seconds = new ArrayList<>();
        for (int distance = 1; distance < LANES; distance *= 2) {
            boolean[] second = new boolean[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                second[lane] = (lane & distance) != 0;
            }
            seconds.add(VectorMask.fromArray(SPECIES, second, 0));
        }
        return List.copyOf(seconds);
    }

    private static VectorShuffle<Float> swap(int distance) {
        return SWAPS.get(Integer.numberOfTrailingZeros(distance));
    }

    private static VectorMask<Float> second(int distance) {
        return SECONDS.get(Integer.numberOfTrailingZeros(distance));
    }

    /** {@link SparseLoops#turn}; the last square of columns that do not fill it begins earlier. */
    static void turn(MicroKernel.Rows rows, int count, int columns, float[] y, int pitch, float[] spare) {
        for (int i = 0; i < count; i += LANES) {
            if (columns < LANES || LANES < FOUR) {
                few(rows, i, columns, y, pitch);
                continue;
            }
            for (int next = 0; next < columns; next += LANES) {
                int j = Math.min(next, columns - LANES);
                square(rows, i, j, y, j * pitch + i, pitch, spare);
            }
        }
    }

    private static void few(MicroKernel.Rows rows, int first, int columns, float[] y, int pitch) {
        for (int i = first; i < first + LANES; i++) {
            for (int j = 0; j < columns; j++) {
                y[j * pitch + i] = rows.x()[rows.starts()[i] + j];
            }
        }
    }

    private static void square(
            MicroKernel.Rows rows, int first, int column, float[] y, int to, int pitch, float[] spare) {
        int h = LANES / 2;
        twoSteps(rows, first, column, h, spare);
        for (h /= 4; h > 2; h /= 4) {
            twoSteps(spare, h, spare, 0, LANES);
        }
        if (h == 2) {
            twoSteps(spare, h, y, to, pitch);
        } else if (h == 1) {
            lastStep(spare, y, to, pitch);
        } else {
            for (int r = 0; r < LANES; r++) {
                System.arraycopy(spare, r * LANES, y, to + r * pitch, LANES);
            }
        }
    }

    /** The first two steps, of rows wherever they lie. */
    private static void twoSteps(MicroKernel.Rows rows, int first, int column, int h, float[] spare) {
        float[] x = rows.x();
        int[] starts = rows.starts();
        int q = h / 2;
        VectorShuffle<Float> far = swap(h);
        VectorShuffle<Float> near = swap(q);
        VectorMask<Float> high = second(h);
        VectorMask<Float> odd = second(q);
        for (int r = 0; r < q; r++) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, starts[first + r] + column);
            FloatVector b = FloatVector.fromArray(SPECIES, x, starts[first + r + q] + column);
            FloatVector c = FloatVector.fromArray(SPECIES, x, starts[first + r + h] + column);
            FloatVector d = FloatVector.fromArray(SPECIES, x, starts[first + r + h + q] + column);
            store(a, b, c, d, far, near, high, odd, spare, r * LANES, q * LANES);
        }
    }

    /** The steps of rows {@code h} and {@code h / 2} apart. */
    private static void twoSteps(float[] x, int h, float[] y, int to, int pitch) {
        int q = h / 2;
        VectorShuffle<Float> far = swap(h);
        VectorShuffle<Float> near = swap(q);
        VectorMask<Float> high = second(h);
        VectorMask<Float> odd = second(q);
        for (int i = 0; i < LANES / FOUR; i++) {
            int r = i / q * 2 * h + i % q;
            FloatVector a = FloatVector.fromArray(SPECIES, x, r * LANES);
            FloatVector b = FloatVector.fromArray(SPECIES, x, (r + q) * LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, x, (r + h) * LANES);
            FloatVector d = FloatVector.fromArray(SPECIES, x, (r + h + q) * LANES);
            store(a, b, c, d, far, near, high, odd, y, to + r * pitch, q * pitch);
        }
    }

    private static void store(
            FloatVector a,
            FloatVector b,
            FloatVector c,
            FloatVector d,
            VectorShuffle<Float> far,
            VectorShuffle<Float> near,
            VectorMask<Float> high,
            VectorMask<Float> odd,
            float[] y,
            int to,
            int step) {
        FloatVector a1 = a.blend(c.rearrange(far), high);
        FloatVector c1 = a.rearrange(far).blend(c, high);
        FloatVector b1 = b.blend(d.rearrange(far), high);
        FloatVector d1 = b.rearrange(far).blend(d, high);
        a1.blend(b1.rearrange(near), odd).intoArray(y, to);
        a1.rearrange(near).blend(b1, odd).intoArray(y, to + step);
        c1.blend(d1.rearrange(near), odd).intoArray(y, to + 2 * step);
        c1.rearrange(near).blend(d1, odd).intoArray(y, to + 3 * step);
    }

    /** Of neighbouring rows. */
    private static void lastStep(float[] x, float[] y, int to, int pitch) {
        VectorShuffle<Float> near = swap(1);
        VectorMask<Float> odd = second(1);
        for (int r = 0; r < LANES; r += 2) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, r * LANES);
            FloatVector b = FloatVector.fromArray(SPECIES, x, (r + 1) * LANES);
            a.blend(b.rearrange(near), odd).intoArray(y, to + r * pitch);
            a.rearrange(near).blend(b, odd).intoArray(y, to + (r + 1) * pitch);
        }
    }
}
