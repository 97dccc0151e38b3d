package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** He et al. 2015 as torchvision builds it; bottlenecks stride in their 3x3 convolution ("v1.5"). */
final class ResNet {
    /** Scale of the last normalisation of a block: small, so that the sum grows slowly with depth. */
    private static final double BRANCH_SCALE = 0.3;

    /** Makes up for {@link Weights#he} where no ReLU follows before the sum. */
    private static final double SHORTCUT_SCALE = Math.sqrt(0.5);

    /** Adds one residual block of {@code width} to {@code x}. */
    @FunctionalInterface
    private interface Block {
        Value append(Value x, String name, int width, int stride);
    }

    private ResNet() {}

    /** For CIFAR-10, section 4.2 of the paper; shortcuts between stages are projections. */
    static Graph graph20(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 32);
        x = x.convNorm("conv1", 16, square(3).pad(1)).relu();
        return graph(net, ResNet::basic, x, 10, 3, 3, 3);
    }

    static Graph graph18(String name, long seed) {
        return imageNet(new NetBuilder(name, seed), ResNet::basic, 2, 2, 2, 2);
    }

    static Graph graph50(String name, long seed) {
        return imageNet(new NetBuilder(name, seed), ResNet::bottleneck, 3, 4, 6, 3);
    }

    private static Graph imageNet(NetBuilder net, Block block, int... blocks) {
        Value x = net.input(3, 224);
        x = x.convNorm("conv1", 64, square(7).stride(2).pad(3)).relu();
        return graph(net, block, x.maxPool("pool1", square(3).stride(2).pad(1)), 1000, blocks);
    }

    /** Stages of so many blocks, each as wide as {@code stem} or twice as wide as the one before. */
    private static Graph graph(NetBuilder net, Block block, Value stem, int classes, int... blocks) {
        Value x = stem;
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int i = 0; i < blocks[stage]; i++) {
                int width = stem.channels() << stage;
                x = block.append(x, "layer" + (stage + 1) + "_" + i, width, stage > 0 && i == 0 ? 2 : 1);
            }
        }
        x = x.globalAveragePool("pool5");
        return net.build(x.flatten(x.channels()).linear("fc", classes));
    }

    private static Value basic(Value x, String block, int width, int stride) {
        Value y = x.convNorm(block + "_conv1", width, square(3).stride(stride).pad(1))
                .relu();
        y = y.convNorm(block + "_conv2", width, square(3).pad(1), BRANCH_SCALE);
        return y.add(block, shortcut(x, block, width, stride)).relu();
    }

    private static Value bottleneck(Value x, String block, int width, int stride) {
        Value y = x.convNorm(block + "_conv1", width, square(1)).relu();
        y = y.convNorm(block + "_conv2", width, square(3).stride(stride).pad(1)).relu();
        y = y.convNorm(block + "_conv3", 4 * width, square(1), BRANCH_SCALE);
        return y.add(block, shortcut(x, block, 4 * width, stride)).relu();
    }

    private static Value shortcut(Value x, String block, int outputs, int stride) {
        return stride == 1 && x.channels() == outputs
                ? x
                : x.convNorm(block + "_downsample", outputs, square(1).stride(stride), SHORTCUT_SCALE);
    }
}
