package dev.lathe.compress.search;

import dev.lathe.error.InputException;

/**
 * What is done to one layer.
 *
 * @param ratio low rank leaves it 1/ratio of its weights; 1: it keeps its form
 * @param density the share of its weights, or of its factors, that pruning keeps; 1: all
 * @param bits 2^bits values are shared besides zero; {@value #EXACT}: none are
 */
public record Setting(double ratio, double density, int bits) {
    /** Bits of weights that do not share values. */
    public static final int EXACT = 32;

    /** Nothing is done. */
    public static final Setting WHOLE = new Setting(1, 1, EXACT);

    /** @throws InputException if a number is out of range */
    public Setting {
        if (!(ratio >= 1) || !(density >= 0 && density <= 1) || bits < 1 || bits > EXACT) {
            throw new InputException("a layer is thinned by 1 or more, keeps a share of its weights in 0..1 and has 1"
                    + " to " + EXACT + " bits, not " + ratio + ", " + density + " and " + bits);
        }
    }
}
