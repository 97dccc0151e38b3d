package dev.lathe.demo;

/**
 * A line of text in a picture.
 *
 * @param corners in the picture's pixels, as it is held
 * @param score how sure it is that there is text, 0..1
 * @param orientation which way up the line is
 * @param text what it says; empty when it was not read
 */
public record TextRegion(Quad corners, double score, Orientation orientation, String text) {
    TextRegion withText(String other) {
        return new TextRegion(corners, score, orientation, other);
    }
}
