package dev.lathe.zoo;

import dev.lathe.error.InputException;
import dev.lathe.graph.Graph;
import java.util.Arrays;
import java.util.List;

/**
 * Reference architectures with seeded random weights; {@code docs/zoo.md} tells sources and figures. Every graph has
 * one input {@code input}, [batch, channels, height, width] with a free batch, and one output {@code output}, [batch,
 * classes], of logits: no softmax. The same name and seed give the same bits everywhere.
 */
public final class Zoo {
    @FunctionalInterface
    private interface Architecture {
        Graph build(String name, long seed);
    }

    private enum Entry {
        LENET_300_100("lenet-300-100", LeNet::perceptron),
        LENET5("lenet5", LeNet::convolutional),
        FASHION_VGG("fashion-vgg", FashionVgg::graph),
        ALEXNET("alexnet", AlexNet::graph),
        VGG16("vgg16", Vgg::graph),
        GOOGLENET("googlenet", GoogLeNet::graph),
        SQUEEZENET10("squeezenet1.0", SqueezeNet::version10),
        SQUEEZENET11("squeezenet1.1", SqueezeNet::version11),
        RESNET20("resnet20", ResNet::graph20),
        RESNET18("resnet18", ResNet::graph18),
        RESNET50("resnet50", ResNet::graph50),
        MOBILENETV2("mobilenetv2", MobileNet::graph);

        private final String label;
        private final Architecture architecture;

        Entry(String label, Architecture architecture) {
            this.label = label;
            this.architecture = architecture;
        }
    }

    private Zoo() {}

    /** What {@link #graph} knows, from small to recent. */
    public static List<String> names() {
        return Arrays.stream(Entry.values()).map(entry -> entry.label).toList();
    }

    /**
     * The architecture {@code name} with weights drawn from {@code seed}, He-scaled so that inputs of deviation near 1
     * stay in a sane range through all layers.
     *
     * @throws InputException if there is no such architecture; lists those that exist
     */
    public static Graph graph(String name, long seed) {
        for (Entry entry : Entry.values()) {
            if (entry.label.equals(name)) {
                return entry.architecture.build(name, seed);
            }
        }
        throw new InputException("no architecture is called '" + name + "'; there are " + String.join(", ", names()));
    }
}
