package dev.lathe.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Draws the demonstration's picture: a workshop's sign on a plastered wall, seen a little from the side, unevenly lit
 * and with a camera's noise. Run with a file name to make {@code sign.png} anew; the letters depend on the fonts there.
 */
final class SignPicture {
    private static final int WIDTH = 832;
    private static final int HEIGHT = 608;
    private static final Color BOARD = new Color(0xf0e8d8);
    private static final Color INK = new Color(0x26323c);
    private static final Color RED = new Color(0xa03028);

    private SignPicture() {}

    public static void main(String[] arguments) throws IOException {
        ImageIO.write(photograph(scene()), "png", Path.of(arguments[0]).toFile());
    }

    /** The sign from straight ahead. */
    private static BufferedImage scene() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(new Color(0x7f8b92));
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setColor(BOARD);
        g.fill(new RoundRectangle2D.Double(90, 60, 652, 488, 36, 36));
        g.setColor(INK);
        g.setStroke(new BasicStroke(5));
        g.draw(new RoundRectangle2D.Double(104, 74, 624, 460, 28, 28));
        line(g, "LATHE WORKSHOP", new Font(Font.SERIF, Font.BOLD, 46), RED, 146);
        line(g, "Fine turning and milling", new Font(Font.SANS_SERIF, Font.PLAIN, 36), INK, 226);
        line(g, "Networks cut down to size", new Font(Font.SERIF, Font.ITALIC, 38), INK, 298);
        line(g, "Monday to Friday", new Font(Font.SANS_SERIF, Font.BOLD, 34), INK, 376);
        line(g, "08:30 - 17:45", new Font(Font.MONOSPACED, Font.BOLD, 40), RED, 438);
        line(g, "Please ring the bell", new Font(Font.SANS_SERIF, Font.PLAIN, 28), INK, 500);
        g.dispose();
        return image;
    }

    private static void line(Graphics2D g, String text, Font font, Color color, int baseline) {
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, (WIDTH - g.getFontMetrics().stringWidth(text)) / 2, baseline);
    }

    /** {@code scene} through a camera that stands to the right and is not quite level. */
    private static BufferedImage photograph(BufferedImage scene) {
        Picture flat = Picture.of(scene);
        SplittableRandom random = new SplittableRandom(20);
        BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double u = (x - WIDTH / 2.0) / WIDTH;
                double v = (y - HEIGHT / 2.0) / HEIGHT;
                double depth = 1 + 0.14 * u - 0.06 * v;
                double sx = WIDTH * (0.5 + (1.02 * u + 0.035 * v) / depth);
                double sy = HEIGHT * (0.5 + (-0.075 * u + 1.04 * v) / depth);
                double light = 0.98 - 0.26 * u * u - 0.22 * (v + 0.3) * (v + 0.3) + 0.16 * u;
                int grain = random.nextInt(4) == 0 ? 3 * random.nextInt(-1, 2) : 0;
                photo.setRGB(x, y, expose(flat, sx, sy, light, grain));
            }
        }
        return photo;
    }

    private static int expose(Picture flat, double x, double y, double light, int grain) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            float soft = (flat.sample(c, x - 0.6, y)
                            + flat.sample(c, x + 0.6, y)
                            + flat.sample(c, x, y - 0.6)
                            + flat.sample(c, x, y + 0.6))
                    / 4;
            int level = (int) Math.round(soft * light / 3) * 3 + grain;
            rgb |= Math.clamp(level, 0, 255) << 16 - 8 * c;
        }
        return rgb;
    }
}
