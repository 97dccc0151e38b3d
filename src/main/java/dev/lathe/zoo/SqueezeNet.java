package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** Iandola et al. 2016, versions 1.0 and 1.1, without bypass. */
final class SqueezeNet {
    private SqueezeNet() {}

    static Graph version10(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 224).conv("conv1", 96, square(7).stride(2)).relu();
        x = halve(x, "pool1");
        x = fire(x, "fire2", 16, 64);
        x = fire(x, "fire3", 16, 64);
        x = fire(x, "fire4", 32, 128);
        x = halve(x, "pool4");
        x = fire(x, "fire5", 32, 128);
        x = fire(x, "fire6", 48, 192);
        x = fire(x, "fire7", 48, 192);
        x = fire(x, "fire8", 64, 256);
        x = halve(x, "pool8");
        return classify(net, fire(x, "fire9", 64, 256));
    }

    /** Smaller first filters and earlier pooling: the same accuracy for 2.4 times less work. */
    static Graph version11(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 224).conv("conv1", 64, square(3).stride(2)).relu();
        x = halve(x, "pool1");
        x = fire(x, "fire2", 16, 64);
        x = fire(x, "fire3", 16, 64);
        x = halve(x, "pool3");
        x = fire(x, "fire4", 32, 128);
        x = fire(x, "fire5", 32, 128);
        x = halve(x, "pool5");
        x = fire(x, "fire6", 48, 192);
        x = fire(x, "fire7", 48, 192);
        x = fire(x, "fire8", 64, 256);
        return classify(net, fire(x, "fire9", 64, 256));
    }

    private static Value halve(Value x, String layer) {
        return x.maxPoolCeil(layer, square(3).stride(2));
    }

    /** Squeezes to few channels, then gives {@code expand} channels each by 1x1 and by 3x3 filters. */
    private static Value fire(Value x, String module, int squeeze, int expand) {
        Value squeezed = x.conv(module + "_squeeze1x1", squeeze, square(1)).relu();
        return Value.concat(
                module,
                squeezed.conv(module + "_expand1x1", expand, square(1)).relu(),
                squeezed.conv(module + "_expand3x3", expand, square(3).pad(1)).relu());
    }

    private static Graph classify(NetBuilder net, Value x) {
        x = x.dropout("drop9", 0.5f).conv("conv10", 1000, square(1)).relu();
        return net.build(x.globalAveragePool("pool10").flatten(1000));
    }
}
