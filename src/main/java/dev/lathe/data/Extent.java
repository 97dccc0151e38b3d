package dev.lathe.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size in pixels as the user types it: {@code 256} for a side, {@code 320x240} for width and height. */
public sealed interface Extent {
    /** One side: of a resize the shorter one, of a crop both. */
    record Side(int pixels) implements Extent {}

    /** Both sides. */
    record Exactly(int width, int height) implements Extent {}

    /** The largest side taken. */
    int MOST = 1 << 14;

    /** @throws IllegalArgumentException if {@code text} is neither N nor WxH with 1 to {@link #MOST} pixels */
    static Extent parse(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size, wanted N or WIDTHxHEIGHT");
        }
        int width = side(matcher.group(1));
        return matcher.group(2) == null ? new Side(width) : new Exactly(width, side(matcher.group(2)));
    }

    private static int side(String text) {
        int pixels = Integer.parseInt(text);
        if (pixels < 1 || pixels > MOST) {
            throw new IllegalArgumentException("a side of " + pixels + " pixels, wanted 1 to " + MOST);
        }
        return pixels;
    }
}
