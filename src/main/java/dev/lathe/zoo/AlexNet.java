package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** Krizhevsky et al. 2012 as Caffe's bvlc_alexnet: the two columns are groups, normalisation comes before pooling. */
final class AlexNet {
    private AlexNet() {}

    static Graph graph(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Filter overlapping = square(3).stride(2);
        Value x = net.input(3, 227);
        x = x.conv("conv1", 96, square(11).stride(4)).relu().lrn("norm1").maxPool("pool1", overlapping);
        x = x.conv("conv2", 256, square(5).pad(2).groups(2)).relu().lrn("norm2").maxPool("pool2", overlapping);
        x = x.conv("conv3", 384, square(3).pad(1)).relu();
        x = x.conv("conv4", 384, square(3).pad(1).groups(2)).relu();
        x = x.conv("conv5", 256, square(3).pad(1).groups(2)).relu().maxPool("pool5", overlapping);
        x = x.flatten(256 * 6 * 6).linear("fc6", 4096).relu().dropout("drop6", 0.5f);
        x = x.linear("fc7", 4096).relu().dropout("drop7", 0.5f);
        return net.build(x.linear("fc8", 1000));
    }
}
