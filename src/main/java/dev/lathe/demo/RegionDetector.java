package dev.lathe.demo;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Finds lines of text with a DBNet detector (Liao et al. 2020) as PaddleOCR trains it: x [1, 3, h, w] in the order
 * blue, green, red, sides multiples of 32, to a {@linkplain ProbabilityMap probability map} [1, 1, h, w].
 *
 * @param net runs the detector
 */
record RegionDetector(UnaryOperator<Tensor> net) {
    private static final int LONGEST_SIDE = 960;
    private static final int MULTIPLE = 32;

    /** ImageNet's, which PaddleOCR applies to its blue, green, red channels in this order. */
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private static final float PIXEL_THRESHOLD = 0.3f;
    private static final double REGION_THRESHOLD = 0.6;
    private static final double UNCLIP_RATIO = 1.8;

    /** Regions whose shorter side, in pixels of the map, is less than this are noise; so are grown ones 2 above. */
    private static final double SHORTEST_SIDE = 3;

    /** A region and the mean probability in it, before it was grown. */
    record Region(Quad quad, double score) {}

    /** Regions in pixels of {@code picture}, from top to bottom. */
    List<Region> detect(Picture picture) {
        return regions(map(net.apply(input(picture))), picture.width(), picture.height());
    }

    static Tensor input(Picture picture) {
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(picture.width(), picture.height()));
        int width = side(picture.width() * scale);
        int height = side(picture.height() * scale);
        float[] values = new float[3 * height * width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                double py = (y + 0.5) * picture.height() / height - 0.5;
                for (int x = 0; x < width; x++) {
                    double px = (x + 0.5) * picture.width() / width - 0.5;
                    float value = picture.sample(2 - c, px, py) / 255;
                    values[(c * height + y) * width + x] = (value - MEAN[c]) / DEVIATION[c];
                }
            }
        }
        return Tensor.of(Shape.of(1, 3, height, width), values);
    }

    private static int side(double length) {
        return Math.max(1, (int) Math.round(length / MULTIPLE)) * MULTIPLE;
    }

    private static ProbabilityMap map(Tensor output) {
        Shape shape = output.shape();
        return new ProbabilityMap(shape.dim(3), shape.dim(2), output.floats());
    }

    /** Regions of {@code map}, scaled to a picture of {@code width} x {@code height} pixels. */
    static List<Region> regions(ProbabilityMap map, int width, int height) {
        double sx = (double) width / map.width();
        double sy = (double) height / map.height();
        List<Region> regions = new ArrayList<>();
        for (List<Point> outline : map.components(PIXEL_THRESHOLD)) {
            Rectangle core = Rectangle.around(outline);
            double score = map.mean(core);
            Rectangle grown = core.unclipped(UNCLIP_RATIO);
            if (core.shorterSide() >= SHORTEST_SIDE
                    && score >= REGION_THRESHOLD
                    && grown.shorterSide() >= SHORTEST_SIDE + 2) {
                Quad quad = grown.quad()
                        .map(p ->
                                new Point(Math.clamp(p.x() * sx, 0, width - 1), Math.clamp(p.y() * sy, 0, height - 1)));
                regions.add(new Region(quad, score));
            }
        }
        return regions;
    }
}
