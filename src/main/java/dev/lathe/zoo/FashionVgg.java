package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** A network after Simonyan and Zisserman 2014, for grey images of 28x28, small enough to be trained on a CPU. */
final class FashionVgg {
    private FashionVgg() {}

    static Graph graph(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(1, 28);
        x = layer(x, "conv1", 16).maxPool("pool1", square(2).stride(2));
        x = layer(x, "conv2", 32);
        x = layer(x, "conv3", 64).maxPool("pool3", square(2).stride(2));
        x = layer(x, "conv4", 64);
        x = layer(x, "conv5", 128).maxPool("pool5", square(2).stride(2));
        return net.build(x.flatten(128 * 3 * 3).linear("fc6", 10));
    }

    private static Value layer(Value x, String name, int outputs) {
        return x.convNorm(name, outputs, square(3).pad(1)).relu();
    }
}
