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
            assertThat(StandIn.alive()).isEmpty();
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

    /** One convolution, whose session makes every kind of call. */
    private static void session(OpCase each) {
        try (Engine engine = Engine.open("cuda:0");
                Session session = engine.session(Model.of(each.graph(), "case"))) {
            session.run(Map.of("operand0", each.inputs().getFirst()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OUT_OF_MEMORY, 719})
    void whicheverCallFailsNothingIsLeft(int error) {
        OpCase each = OpCases.all().stream()
                .filter(one -> one.name().equals("conv 1x1 of one position"))
                .findFirst()
                .orElseThrow();
        session(each);
        StandIn.reset();
        session(each);
        long calls = StandIn.count("calls");
        assertThat(StandIn.count("launches")).isGreaterThan(1);
        int failed = 0;
        for (int nth = 1; nth <= calls; nth++) {
            StandIn.reset();
            StandIn.fail("any", nth, error);
            try {
                session(each);
            } catch (DeviceException e) {
                failed++;
                assertThat(e).hasMessageContaining("(" + error + ")");
                if (e.getMessage().contains("releasing its context")) {
                    // which nobody else can do
                    StandIn.releaseContext();
                }
            }
            nothingIsAlive();
        }
        // what fails to be given back is given back with its context, and nobody has to know
        assertThat(failed).isGreaterThan((int) calls / 2);
    }
}
