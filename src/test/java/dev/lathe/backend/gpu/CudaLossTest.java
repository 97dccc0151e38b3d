package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Model;
import dev.lathe.Required;
import dev.lathe.Session;
import dev.lathe.Skip;
import dev.lathe.StandIn;
import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceLostException;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a CUDA device's memory and modules after its driver failed, told by the stand-in. */
class CudaLossTest {
    private static final Model LENET = Model.of(Zoo.graph("lenet5", 1), "lenet5");
    private static final int OUT_OF_MEMORY = 2;

    @BeforeEach
    void reset() {
        Required.device("cuda:0");
        Skip.unless(StandIn.isLoaded(), "a real CUDA device fails when it likes to");
        StandIn.reset();
    }

    @AfterEach
    void nothingIsAlive() {
        if (StandIn.isLoaded()) {
            for (String kind :
                    List.of("contexts", "modules", "streams", "events", "allocations", "pinned", "pending")) {
                assertThat(StandIn.count(kind)).as(kind).isZero();
            }
        }
    }

    private static Tensor scores(Engine engine) {
        Tensor image = Tensor.zeros(TensorType.float32(Shape.of(1, 1, 28, 28)));
        for (int i = 0; i < image.size(); i++) {
            image.floats()[i] = i % 7 / 7f;
        }
        try (Session session = engine.session(LENET)) {
            return session.run(Map.of("input", image)).values().iterator().next();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 702, 716, 719})
    void theNextSessionWorksAfterALoss(int error) {
        try (Engine engine = Engine.open("cuda:0")) {
            Tensor expected = scores(engine);
            for (String call : List.of("launch", "copy", "synchronise", "allocation")) {
                StandIn.fail(call, 2, error);
                assertThatThrownBy(() -> scores(engine)).as(call).isInstanceOf(DeviceLostException.class);
                assertThat(scores(engine).sameBits(expected)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OUT_OF_MEMORY, 719})
    void aCallThatFailsLeavesNothingBehind(int error) {
        long calls;
        try (Engine engine = Engine.open("cuda:0")) {
            StandIn.reset();
            scores(engine);
            calls = StandIn.count("calls");
        }
        assertThat(calls).isGreaterThan(100);
        for (int nth = 1; nth <= calls; nth += 7) {
            StandIn.reset();
            try (Engine engine = Engine.open("cuda:0")) {
                StandIn.fail("any", nth, error);
                scores(engine);
            } catch (DeviceException e) {
                assertThat(e).hasMessageContaining("(" + error + ")");
            }
        }
    }
}
