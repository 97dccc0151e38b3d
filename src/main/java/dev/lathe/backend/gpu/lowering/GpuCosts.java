package dev.lathe.backend.gpu.lowering;

/**
 * What GPUs do beside multiplying, in multiply-adds that could be done meanwhile: those of an H100, the only card that
 * was measured (docs/gpu-roofline.md).
 */
final class GpuCosts {
    /** Of a whole device, while it moves one byte. */
    private static final double MULTIPLIES_PER_BYTE = 10;

    /** Of one compute unit, from one launch to the next: 3 us. */
    static final double LAUNCH = 760_000;

    /** Of one compute unit, from one step of a tile to the next, however little is multiplied: 0.67 us. */
    static final double WAIT = 170_000;

    /** How much longer than its instructions a tile takes on a device that has enough of them. */
    static final double STALLS = 1.3;

    private GpuCosts() {}

    /** The part of {@code bytes} that falls to one of {@code units}. */
    static double moving(double bytes, int units) {
        return bytes * MULTIPLIES_PER_BYTE / Math.max(units, 1);
    }
}
