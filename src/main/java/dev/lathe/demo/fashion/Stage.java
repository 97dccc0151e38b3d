package dev.lathe.demo.fashion;

/**
 * The network after one step.
 *
 * @param name what was done
 * @param command the same as a command; empty for the network as it ships
 * @param right images whose label had the highest score
 * @param images how many were looked at
 * @param bytes of its {@code .lathe} file
 * @param weights that multiply
 * @param nonZero those of them that are not zero
 * @param macs multiply-adds for one image, those with zeros included
 * @param seconds that the step took, looking at the images not included
 */
public record Stage(
        String name,
        String command,
        int right,
        int images,
        long bytes,
        long weights,
        long nonZero,
        long macs,
        double seconds) {
    /** Share of the images that it gets right. */
    public double top1() {
        return (double) right / images;
    }
}
