package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** Szegedy et al. 2014 as Caffe's bvlc_googlenet, for deployment: without the two auxiliary classifiers. */
final class GoogLeNet {
    private GoogLeNet() {}

    /** Outputs of the four columns of a module, as the paper's table 1 lists them. */
    private record Columns(int direct, int reduce3, int conv3, int reduce5, int conv5, int projection) {}

    static Graph graph(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 224);
        x = x.conv("conv1", 64, square(7).stride(2).pad(3)).relu();
        x = halve(x, "pool1").lrn("norm1");
        x = x.conv("conv2_reduce", 64, square(1)).relu();
        x = x.conv("conv2", 192, square(3).pad(1)).relu().lrn("norm2");
        x = halve(x, "pool2");
        x = inception(x, "inception_3a", new Columns(64, 96, 128, 16, 32, 32));
        x = inception(x, "inception_3b", new Columns(128, 128, 192, 32, 96, 64));
        x = halve(x, "pool3");
        x = inception(x, "inception_4a", new Columns(192, 96, 208, 16, 48, 64));
        x = inception(x, "inception_4b", new Columns(160, 112, 224, 24, 64, 64));
        x = inception(x, "inception_4c", new Columns(128, 128, 256, 24, 64, 64));
        x = inception(x, "inception_4d", new Columns(112, 144, 288, 32, 64, 64));
        x = inception(x, "inception_4e", new Columns(256, 160, 320, 32, 128, 128));
        x = halve(x, "pool4");
        x = inception(x, "inception_5a", new Columns(256, 160, 320, 32, 128, 128));
        x = inception(x, "inception_5b", new Columns(384, 192, 384, 48, 128, 128));
        x = x.globalAveragePool("pool5").dropout("drop5", 0.4f);
        return net.build(x.flatten(1024).linear("classifier", 1000));
    }

    private static Value halve(Value x, String layer) {
        return x.maxPoolCeil(layer, square(3).stride(2));
    }

    private static Value inception(Value x, String module, Columns columns) {
        Value direct = x.conv(module + "_1x1", columns.direct, square(1)).relu();
        Value three = x.conv(module + "_3x3_reduce", columns.reduce3, square(1))
                .relu()
                .conv(module + "_3x3", columns.conv3, square(3).pad(1))
                .relu();
        Value five = x.conv(module + "_5x5_reduce", columns.reduce5, square(1))
                .relu()
                .conv(module + "_5x5", columns.conv5, square(5).pad(2))
                .relu();
        Value pooled = x.maxPool(module + "_pool", square(3).pad(1))
                .conv(module + "_pool_proj", columns.projection, square(1))
                .relu();
        return Value.concat(module, direct, three, five, pooled);
    }
}
