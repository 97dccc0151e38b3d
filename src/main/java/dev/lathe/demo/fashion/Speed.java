package dev.lathe.demo.fashion;

/**
 * How fast a device runs the network before and after, measured in turns.
 *
 * @param device its id
 * @param batch images per run
 * @param before images per second of the network as it ships, by the median run
 * @param after images per second of the last stage
 * @param right images that the last stage gets right on this device; others may round differently
 */
public record Speed(String device, int batch, double before, double after, int right) {
    /** How many times faster it got. */
    public double factor() {
        return after / before;
    }
}
