package dev.lathe.backend.gpu.lowering;

/**
 * What GPUs do beside multiplying, in multiply-adds that could be done meanwhile: those of a T4, which of NVIDIA's
 * cards multiplies most for what it moves (docs/gpu-roofline.md).
 */
final class GpuCosts {
    /** Of a whole device, while it moves one byte. */
    private static final double MULTIPLIES_PER_BYTE = 12.7;

    /** Of one compute unit, from one launch to the next: 3 us. */
    static final double LAUNCH = 305_000;

    /** Of one compute unit, until a load that misses the first cache comes back: 0.35 us. */
    static final double WAIT = 35_600;

    private GpuCosts() {}

    /** The part of {@code bytes} that falls to one of {@code units}. */
    static double moving(double bytes, int units) {
        return bytes * MULTIPLIES_PER_BYTE / Math.max(units, 1);
    }
}
