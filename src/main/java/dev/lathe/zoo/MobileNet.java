package dev.lathe.zoo;

import static dev.lathe.zoo.Filter.square;

import dev.lathe.graph.Graph;

/** Sandler et al. 2018, MobileNetV2 at width 1.0, as torchvision builds it. */
final class MobileNet {
    /** Makes up for {@link Weights#he} after a linear projection. */
    private static final double LINEAR_SCALE = Math.sqrt(0.5);

    /** Scale of a projection that is added to its input: small, so that the sum grows slowly with depth. */
    private static final double BRANCH_SCALE = 0.3;

    private MobileNet() {}

    static Graph graph(String name, long seed) {
        NetBuilder net = new NetBuilder(name, seed);
        Value x = net.input(3, 224)
                .convNorm("conv1", 32, square(3).stride(2).pad(1))
                .relu6();
        x = stage(x, 1, 1, 16, 1, 1);
        x = stage(x, 2, 6, 24, 2, 2);
        x = stage(x, 3, 6, 32, 3, 2);
        x = stage(x, 4, 6, 64, 4, 2);
        x = stage(x, 5, 6, 96, 3, 1);
        x = stage(x, 6, 6, 160, 3, 2);
        x = stage(x, 7, 6, 320, 1, 1);
        x = x.convNorm("conv2", 1280, square(1)).relu6().globalAveragePool("pool");
        return net.build(x.flatten(1280).dropout("drop", 0.2f).linear("classifier", 1000));
    }

    /** One row of the paper's table 2: t (expansion), c (outputs), n (blocks), s (stride of the first). */
    private static Value stage(Value x, int stage, int t, int c, int n, int s) {
        for (int i = 0; i < n; i++) {
            x = block(x, "block" + stage + "_" + i, t, c, i == 0 ? s : 1);
        }
        return x;
    }

    private static Value block(Value x, String block, int expansion, int outputs, int stride) {
        int hidden = expansion * x.channels();
        boolean residual = stride == 1 && x.channels() == outputs;
        Value y = expansion == 1
                ? x
                : x.convNorm(block + "_expand", hidden, square(1)).relu6();
        Filter depthwise = square(3).stride(stride).pad(1).groups(hidden);
        y = y.convNorm(block + "_depthwise", hidden, depthwise).relu6();
        y = y.convNorm(block + "_project", outputs, square(1), residual ? BRANCH_SCALE : LINEAR_SCALE);
        return residual ? y.add(block, x) : y;
    }
}
