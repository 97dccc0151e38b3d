package dev.lathe.train;

import dev.lathe.error.InputException;
import dev.lathe.tensor.Shape;
import java.util.SplittableRandom;

/** A random change of an image that leaves its class alone. Works on prepared images, where 0 is the mean colour. */
public sealed interface Augmentation {
    /** The shape of an image [c, h, w] afterwards. */
    default Shape shape(Shape image) {
        return image;
    }

    /**
     * Writes a changed image.
     *
     * @param x of shape {@code image}; only read
     * @param y of {@code shape(image)}, all zeros
     */
    void apply(Shape image, float[] x, float[] y, SplittableRandom random);

    /**
     * A window of {@code height} by {@code width} pixels, anywhere in the image with {@code padding} zeros on each
     * side; every place is as likely.
     */
    record Crop(int padding, int height, int width) implements Augmentation {
        public Crop {
            if (padding < 0 || height < 1 || width < 1) {
                throw new InputException(
                        "a crop has 0 or more pixels of padding and 1 or more of height and width, got " + padding
                                + ", " + height + " and " + width);
            }
        }

        /** @throws InputException if the padded image is smaller than the window */
        @Override
        public Shape shape(Shape image) {
            if (image.dim(1) + 2 * padding < height || image.dim(2) + 2 * padding < width) {
                throw new InputException("a crop of " + height + "x" + width + " from an image of " + image.dim(1) + "x"
                        + image.dim(2) + " padded by " + padding);
            }
            return Shape.of(image.dim(0), height, width);
        }

        @Override
        public void apply(Shape image, float[] x, float[] y, SplittableRandom random) {
            int top = random.nextInt(image.dim(1) + 2 * padding - height + 1) - padding;
            int left = random.nextInt(image.dim(2) + 2 * padding - width + 1) - padding;
            new Planes(image).window(x, y, shape(image), top, left);
        }
    }

    /** Left and right exchanged, with a probability. */
    record Flip(double probability) implements Augmentation {
        public Flip {
            if (!(probability >= 0 && probability <= 1)) {
                throw new InputException("a flip has a probability in 0..1, not " + probability);
            }
        }

        @Override
        public void apply(Shape image, float[] x, float[] y, SplittableRandom random) {
            if (random.nextDouble() < probability) {
                new Planes(image).mirror(x, y);
            } else {
                System.arraycopy(x, 0, y, 0, y.length);
            }
        }
    }

    /** Moved by up to so many pixels up or down, left or right; border pixels are repeated where the image ends. */
    record Shift(int vertical, int horizontal) implements Augmentation {
        public Shift {
            if (vertical < 0 || horizontal < 0) {
                throw new InputException(
                        "a shift is by 0 or more pixels, not " + vertical + " down and " + horizontal + " across");
            }
        }

        @Override
        public void apply(Shape image, float[] x, float[] y, SplittableRandom random) {
            int down = random.nextInt(2 * vertical + 1) - vertical;
            int right = random.nextInt(2 * horizontal + 1) - horizontal;
            new Planes(image).shift(x, y, down, right);
        }
    }

    /**
     * Zeros in a square of {@code side} pixels about a pixel of the image, cut where the image ends (DeVries and Taylor
     * 2017, arXiv 1708.04552). A square of even side has one row and column more before its centre.
     */
    record Cutout(int side) implements Augmentation {
        public Cutout {
            if (side < 1) {
                throw new InputException("a cutout has a side of 1 or more pixels, not " + side);
            }
        }

        @Override
        public void apply(Shape image, float[] x, float[] y, SplittableRandom random) {
            System.arraycopy(x, 0, y, 0, y.length);
            int top = random.nextInt(image.dim(1)) - side / 2;
            int left = random.nextInt(image.dim(2)) - side / 2;
            new Planes(image).clear(y, top, left, side);
        }
    }
}
