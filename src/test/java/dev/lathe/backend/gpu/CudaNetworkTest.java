package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Required;
import dev.lathe.Session;
import dev.lathe.Shared;
import dev.lathe.StandIn;
import dev.lathe.Tolerance;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.zoo.Zoo;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole networks on a CUDA device beside the reference; the stand-in counts what really ran there. */
class CudaNetworkTest {
    private static final int IMAGES = 3;
    private static final int RUNS = 2;

    @BeforeEach
    void reset() {
        Required.device("cuda:0");
        if (StandIn.isLoaded()) {
            StandIn.reset();
        }
    }

    @Test
    void leNet() {
        // two convolutions, two pools and two products; weights are packed once
        agrees(Model.of(Zoo.graph("lenet5", 1), "lenet5"), Shape.of(IMAGES, 1, 28, 28), 6);
    }

    @Test
    void resNet20() {
        Model model = Model.load(Shared.model("resnet20_cifar10_bn_static.onnx"));
        // nineteen 3x3 convolutions at least, the mean and the product
        agrees(model, Shape.of(IMAGES, 3, 32, 32), 21);
    }

    private static void agrees(Model model, Shape shape, int launches) {
        String input = model.inputs().getFirst().name();
        Tensor images = Tensor.zeros(TensorType.float32(shape));
        for (int i = 0; i < images.size(); i++) {
            images.floats()[i] = (i * 37L % 101 - 50) / 50f;
        }
        try (Engine cuda = Engine.open("cuda:0");
                Engine reference = Engine.open("reference");
                Session session = cuda.session(model);
                Session expected = reference.session(model)) {
            Tensor wanted =
                    expected.run(Map.of(input, images)).values().iterator().next();
            for (int run = 0; run < RUNS; run++) {
                long before = StandIn.isLoaded() ? StandIn.count("launches") : 0;
                Tensor got =
                        session.run(Map.of(input, images)).values().iterator().next();
                Tolerance.assertCloseInRange(model.label(), got, wanted, 1e-4, 0);
                if (StandIn.isLoaded()) {
                    assertThat(StandIn.count("launches") - before).isGreaterThanOrEqualTo(launches);
                }
            }
        }
        if (StandIn.isLoaded()) {
            assertThat(StandIn.lastRefusal()).isEmpty();
            assertThat(StandIn.alive()).isEmpty();
        }
    }
}
