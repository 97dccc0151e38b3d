package dev.lathe.train;

/**
 * How well a network does on images.
 *
 * @param loss mean over the images
 * @param top1 the share of images whose class has the largest logit, the first of equal ones
 */
public record Metrics(double loss, double top1) {
    /** Whether more images are right, or as many at a lower loss. */
    public boolean betterThan(Metrics other) {
        return top1 > other.top1 || top1 == other.top1 && loss < other.loss;
    }
}
