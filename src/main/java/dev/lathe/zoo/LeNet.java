package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** LeCun et al. 1998, in the shapes that Han et al. 2015 compress: Caffe's LeNet-5 and the perceptron 300-100. */
final class LeNet {
    private LeNet() {}

    static Graph perceptron(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(1, 28).flatten(28 * 28);
        x = x.linear("ip1", 300).relu();
        x = x.linear("ip2", 100).relu();
        return net.build(x.linear("ip3", 10));
    }

    static Graph convolutional(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(1, 28);
        x = x.conv("conv1", 20, square(5)).maxPool("pool1", square(2).stride(2));
        x = x.conv("conv2", 50, square(5)).maxPool("pool2", square(2).stride(2));
        x = x.flatten(50 * 4 * 4).linear("ip1", 500).relu();
        return net.build(x.linear("ip2", 10));
    }
}
