package dev.lathe.compress.search;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole network that was tried.
 *
 * @param number from 0, in the order of the search
 * @param tuned whether it was trained further
 * @param settings by layer
 * @param bytes of its file
 * @param cost what is made small: these bytes, or milliseconds
 * @param score how good its answers are
 * @param remark what went wrong; empty if nothing did
 */
public record Trial(
        int number, boolean tuned, Map<String, Setting> settings, long bytes, double cost, Score score, String remark) {
    /**
     * Answers to the images of validation.
     *
     * @param top1 share that is right
     * @param agreement share that is the same as that of the original
     * @param hardTop1 as {@code top1}, of changed images; null without
     */
    public record Score(double top1, double agreement, @Nullable Double hardTop1) {}
}
