package dev.lathe.backend.cpu;

import dev.lathe.op.Geometry;
import dev.lathe.tensor.Shape;
import java.util.Arrays;

/**
 * Images, channels last, with as many zeros around them as windows reach beyond. Where they reach beyond nothing,
 * images are left where they are.
 */
final class Border {
    private final int images;
    private final int pitch;
    private final int inHeight;
    private final int inWidth;
    private final int top;
    private final int left;
    private final int height;
    private final int width;

    /**
     * @param geometry of two spatial axes
     * @param channels of a column
     */
    Border(Geometry geometry, int images, int channels) {
        this.images = images;
        pitch = channels;
        inHeight = geometry.in()[0];
        inWidth = geometry.in()[1];
        top = geometry.padBegin()[0];
        left = geometry.padBegin()[1];
        int seenHeight = seen(geometry, 0);
        int seenWidth = seen(geometry, 1);
        boolean none = top == 0 && left == 0 && seenHeight <= inHeight && seenWidth <= inWidth;
        height = none ? inHeight : seenHeight;
        width = none ? inWidth : seenWidth;
    }

    /** Extent of what all windows together see. */
    private static int seen(Geometry geometry, int axis) {
        int last = (geometry.out()[axis] - 1) * geometry.stride()[axis];
        return Math.max(1, last + (geometry.kernel()[axis] - 1) * geometry.dilation()[axis] + 1);
    }

    /** Lines of an image with its border. */
    int height() {
        return height;
    }

    /** Columns of an image with its border. */
    int width() {
        return width;
    }

    /** {@code x} itself or, in array 0 of {@code shared}, [image][line][column][channel] with borders. */
    float[] around(float[] x, Scratch shared, Workers workers) {
        if (height == inHeight && width == inWidth && top == 0 && left == 0) {
            return x;
        }
        int line = width * pitch;
        float[] framed = shared.floats(0, Shape.of((long) images * height, line).size());
        Ranges.run(workers, images * height, line, (from, to) -> {
            for (int i = from; i < to; i++) {
                line(x, i / height, i % height - top, framed, i * line);
            }
        });
        return framed;
    }

    private void line(float[] x, int image, int y, float[] framed, int to) {
        int end = to + width * pitch;
        int begin = Math.min(end, to + left * pitch);
        if (y < 0 || y >= inHeight) {
            Arrays.fill(framed, to, end, 0);
            return;
        }
        int count = Math.min(inWidth * pitch, end - begin);
        Arrays.fill(framed, to, begin, 0);
        System.arraycopy(x, (image * inHeight + y) * inWidth * pitch, framed, begin, count);
        Arrays.fill(framed, begin + count, end, 0);
    }
}
