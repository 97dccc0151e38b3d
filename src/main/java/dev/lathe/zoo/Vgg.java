package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** Simonyan and Zisserman 2014, configuration D: 16 weight layers. */
final class Vgg {
    private Vgg() {}

    static Graph graph(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 224);
        x = stage(x, 1, 2, 64);
        x = stage(x, 2, 2, 128);
        x = stage(x, 3, 3, 256);
        x = stage(x, 4, 3, 512);
        x = stage(x, 5, 3, 512);
        x = x.flatten(512 * 7 * 7).linear("fc6", 4096).relu().dropout("drop6", 0.5f);
        x = x.linear("fc7", 4096).relu().dropout("drop7", 0.5f);
        return net.build(x.linear("fc8", 1000));
    }

    private static Value stage(Value x, int stage, int layers, int outputs) {
        for (int layer = 1; layer <= layers; layer++) {
            x = x.conv("conv" + stage + "_" + layer, outputs, square(3).pad(1)).relu();
        }
        return x.maxPool("pool" + stage, square(2).stride(2));
    }
}
