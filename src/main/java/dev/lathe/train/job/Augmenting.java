package dev.lathe.train.job;

import dev.lathe.tensor.Shape;
import dev.lathe.train.Augmentation;
import java.util.Locale;

/**
 * A change of images, as the user types it.
 *
 * @param amount pixels; 0 for a flip
 */
public record Augmenting(Kind kind, int amount) {
    /** What {@link #parse} takes. */
    public static final String SYNTAX = "flip, crop:PADDING, shift:PIXELS or cutout:SIDE";

    /** Which change. */
    public enum Kind {
        FLIP,
        CROP,
        SHIFT,
        CUTOUT
    }

    /**
     * Reads {@link #SYNTAX}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public static Augmenting parse(String text) {
        if (text.equals("flip")) {
            return new Augmenting(Kind.FLIP, 0);
        }
        if (!text.matches("(crop|shift|cutout):[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("'" + text + "' is no change of images, wanted " + SYNTAX);
        }
        int colon = text.indexOf(':');
        Kind kind = Kind.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT));
        return new Augmenting(kind, Integer.parseInt(text.substring(colon + 1)));
    }

    /** The change of an image [c, h, w], which keeps its size. */
    public Augmentation of(Shape image) {
        return switch (kind) {
            case FLIP -> new Augmentation.Flip(0.5);
            case CROP -> new Augmentation.Crop(amount, image.dim(1), image.dim(2));
            case SHIFT -> new Augmentation.Shift(amount, amount);
            case CUTOUT -> new Augmentation.Cutout(amount);
        };
    }
}
