package dev.lathe.demo.fashion;

import dev.lathe.report.Numbers;
import java.util.List;

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
    /** What {@link #cells} are. */
    public static final List<String> HEADINGS =
            List.of("", "right", "bytes", "weights", "not zero", "multiply-adds", "seconds");

    /** For a table, its name first. */
    public List<String> cells() {
        return List.of(
                name,
                Numbers.percent(top1()),
                Numbers.whole(bytes),
                Numbers.whole(weights),
                Numbers.whole(nonZero),
                Numbers.whole(macs),
                command.isEmpty() ? "-" : Numbers.digits(seconds));
    }

    /** Share of the images that it gets right. */
    public double top1() {
        return (double) right / images;
    }
}
