package dev.lathe.demo;

import dev.lathe.file.WholeFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws regions on a picture: green outlines, and a thick orange edge where the top of the letters is. No fonts. */
final class Annotation {
    private static final Color OUTLINE = new Color(0x18a040);
    private static final Color TOP = new Color(0xff8c00);

    private Annotation() {}

    /** Writes {@code picture} with {@code regions} drawn to the PNG {@code file}. */
    static void write(Picture picture, List<TextRegion> regions, Path file) {
        BufferedImage image = draw(picture, regions);
        WholeFile.write(file, out -> ImageIO.write(image, "png", out));
    }

    static BufferedImage draw(Picture picture, List<TextRegion> regions) {
        BufferedImage image = picture.image();
        float pen = Math.max(2, Math.max(picture.width(), picture.height()) / 400f);
        Stroke thin = new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        Stroke thick = new BasicStroke(2.5f * pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (TextRegion region : regions) {
            Quad letters = region.corners().turned(region.orientation().degrees());
            g.setColor(OUTLINE);
            g.setStroke(thin);
            g.draw(outline(letters));
            g.setColor(TOP);
            g.setStroke(thick);
            g.draw(new Line2D.Double(
                    letters.topLeft().x(), letters.topLeft().y(),
                    letters.topRight().x(), letters.topRight().y()));
        }
        g.dispose();
        return image;
    }

    private static Path2D outline(Quad quad) {
        Path2D path = new Path2D.Double();
        path.moveTo(quad.topLeft().x(), quad.topLeft().y());
        quad.corners().forEach(corner -> path.lineTo(corner.x(), corner.y()));
        path.closePath();
        return path;
    }
}
