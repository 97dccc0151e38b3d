package dev.lathe.compress;

import dev.lathe.op.Conv;
import dev.lathe.op.Geometry;
import dev.lathe.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * What the filters of a layer see: rows of the im2col matrix, [S][taps] like the kernels, at places drawn at random,
 * the same for the same image. One object follows one pass over the images; not safe for several threads.
 */
final class Patches {
    private final Layer layer;
    private final int wanted;
    private final SplittableRandom random;

    /**
     * @param wanted rows of each image, or all where there are fewer
     * @param seed two passes of one seed take the same places
     */
    Patches(Layer layer, int wanted, long seed) {
        this.layer = layer;
        this.wanted = wanted;
        this.random = new SplittableRandom(seed);
    }

    /** Columns of a row: inputs times taps of one group. */
    static int columns(Layer layer) {
        return layer.extents().inputs() * layer.extents().taps();
    }

    /**
     * The rows of {@code x}, the value that the layer reads, by group.
     *
     * @return [groups][rows · columns]
     */
    float[][] of(Tensor x) {
        return switch (layer.form()) {
            case CONVOLUTION -> convolution(x);
            case FLATTENED, MATRIX -> new float[][] {x.copy().floats()};
        };
    }

    private float[][] convolution(Tensor x) {
        Conv conv = (Conv) layer.node().op();
        Geometry plane = conv.geometry(x.shape(), layer.weights().shape()).withRank(3);
        int places = plane.out()[0] * plane.out()[1] * plane.out()[2];
        int images = x.shape().dim(0);
        int rows = Math.min(wanted, places);
        float[][] patches = new float[layer.extents().groups()][images * rows * columns(layer)];
        for (int image = 0; image < images; image++) {
            for (int row = 0; row < rows; row++) {
                int place = rows == places ? row : random.nextInt(places);
                for (int group = 0; group < patches.length; group++) {
                    gather(x, plane, new Place(image, place, group), patches[group], image * rows + row);
                }
            }
        }
        return patches;
    }

    /** An output position of one image, and the group whose input channels are wanted. */
    private record Place(int image, int position, int group) {}

    private void gather(Tensor x, Geometry plane, Place place, float[] patches, int row) {
        int[] in = plane.in();
        int[] kernel = plane.kernel();
        int inputs = layer.extents().inputs();
        int ox = place.position() % plane.out()[2];
        int oy = place.position() / plane.out()[2] % plane.out()[1];
        int oz = place.position() / plane.out()[2] / plane.out()[1];
        int channels = x.shape().dim(1);
        int to = row * columns(layer);
        for (int s = 0; s < inputs; s++) {
            int channel = (place.image() * channels + place.group() * inputs + s) * in[0] * in[1] * in[2];
            for (int kz = 0; kz < kernel[0]; kz++) {
                int z = plane.begin(0, oz) + kz * plane.dilation()[0];
                for (int ky = 0; ky < kernel[1]; ky++) {
                    int y = plane.begin(1, oy) + ky * plane.dilation()[1];
                    for (int kx = 0; kx < kernel[2]; kx++) {
                        int column = plane.begin(2, ox) + kx * plane.dilation()[2];
                        boolean inside = inside(z, in[0]) && inside(y, in[1]) && inside(column, in[2]);
                        patches[to++] = inside ? x.floats()[channel + (z * in[1] + y) * in[2] + column] : 0;
                    }
                }
            }
        }
    }

    private static boolean inside(int position, int extent) {
        return position >= 0 && position < extent;
    }
}
