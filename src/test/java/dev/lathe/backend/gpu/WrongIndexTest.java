package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.backend.Backend;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.error.InputException;
import dev.lathe.op.Gather;
import dev.lathe.op.Operands;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Indices that come as data cannot be checked before the run. */
class WrongIndexTest {
    private static final int MANY = 1000;

    @Test
    void firstWrongIndexIsToldAndTheNextRunIsAsGood() {
        Required.device("opencl:0");
        Tensor x = Tensor.of(Shape.of(3, 2), 1f, 2, 3, 4, 5, 6);
        OpCase gather =
                new OpCase("gather", new Gather(0), List.of(x, Tensor.of(Shape.of(MANY), new long[MANY])), 0, 0, 0);
        long[] wrong = new long[MANY];
        wrong[345] = -4;
        wrong[346] = 1L << 32;
        wrong[999] = 3;
        Tensor y = Tensor.zeros(
                gather.op().infer(Operands.ofValues(gather.operands())).getFirst());

        try (Backend backend = OpenClBackend.FACTORY.open(
                        "opencl:0", new DeviceOptions(2, false, Engine.userCache(), DeviceOptions.MANY));
                Executable executable = backend.compile(gather.graph())) {
            assertThatThrownBy(() -> executable.run(List.of(x, Tensor.vector(wrong)), List.of(y), RunObserver.NONE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("node node (Gather)")
                    .hasMessageContaining("index -4, element 345 of the indices, is outside an axis of 3");

            executable.run(gather.inputs(), List.of(y), RunObserver.NONE);
            List<Float> expected = new ArrayList<>();
            Collections.nCopies(MANY, List.of(1f, 2f)).forEach(expected::addAll);
            assertThat(y.floats()).containsExactly(expected.toArray(Float[]::new));
        }
    }
}
