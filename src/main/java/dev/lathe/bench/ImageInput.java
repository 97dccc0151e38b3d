package dev.lathe.bench;

import dev.lathe.data.Preprocessing;
import dev.lathe.data.Preprocessing.Layout;
import dev.lathe.error.InputException;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Images as the one input of a network, whose channels, rank and element type decide what they become: four axes as
 * they are, fewer axes (a network of vectors) by flattening.
 */
public record ImageInput(Port port, Preprocessing preprocessing) {
    /** The input of a model with a single one. */
    public static ImageInput of(List<Port> ports, Preprocessing preprocessing) {
        if (ports.size() != 1) {
            throw new InputException("the model has " + ports.size() + " inputs "
                    + ports.stream().map(Port::name).toList() + ", images go into a model with one");
        }
        return new ImageInput(ports.get(0), preprocessing);
    }

    /** Images per run that the model fixes, or {@code wanted} where it leaves them free. */
    public int batch(int wanted) {
        boolean fixed = port.dims() != null
                && !port.dims().isEmpty()
                && !port.dims().get(0).isFree();
        return fixed ? port.dims().get(0).extent() : wanted;
    }

    /**
     * Prepares {@code images} and lays them one behind the other.
     *
     * @param images as {@link dev.lathe.data.Dataset#image} gives them, at most {@code batch}
     * @param batch extent of the first axis; what {@code images} do not fill stays 0
     * @throws InputException if the prepared images do not fit the input
     */
    public Tensor tensor(List<Tensor> images, int batch) {
        List<Tensor> prepared = new ArrayList<>();
        for (Tensor image : images) {
            prepared.add(preprocessing.apply(image, channels(image.shape().dim(0))));
        }
        Shape each = prepared.get(0).shape();
        Tensor result = Tensor.zeros(new TensorType(port.dtype(), shape(each, batch)));
        for (int i = 0; i < prepared.size(); i++) {
            if (!prepared.get(i).shape().equals(each)) {
                throw new InputException("images of different sizes, " + each + " and "
                        + prepared.get(i).shape() + ": give --resize and --crop");
            }
            store(prepared.get(i), result, i * each.size());
        }
        return result;
    }

    /** 1 or 3, as a network of planes wants them; {@code present}, those of the images, for any other. */
    public int channels(int present) {
        if (port.dims() == null || port.dims().size() != 4) {
            return present;
        }
        int extent =
                port.dims().get(preprocessing.layout() == Layout.NCHW ? 1 : 3).extent();
        return extent == 1 || extent == 3 ? extent : present;
    }

    private Shape shape(Shape image, int batch) {
        Shape plain = Shape.of(batch, image.dim(0), image.dim(1), image.dim(2));
        if (port.accepts(plain)) {
            return plain;
        }
        if (port.dims() != null && port.dims().size() < 4 && !port.dims().isEmpty()) {
            Shape flat = flat(image, batch);
            if (port.accepts(flat)) {
                return flat;
            }
        }
        throw new InputException("input '" + port.name() + "' wants " + port.dimsText() + ", the prepared images are "
                + plain + ": --resize, --crop and --layout change that");
    }

    private Shape flat(Shape image, int batch) {
        return port.dims().size() == 2
                ? Shape.of(batch, image.size())
                : Shape.of(batch, image.dim(0) * image.dim(1), image.dim(2));
    }

    private static void store(Tensor image, Tensor batch, int start) {
        if (batch.dtype() == DType.FLOAT32) {
            System.arraycopy(image.floats(), 0, batch.floats(), start, image.size());
            return;
        }
        for (int i = 0; i < image.size(); i++) {
            batch.set(start + i, (long) Math.rint(image.floats()[i]));
        }
    }
}
