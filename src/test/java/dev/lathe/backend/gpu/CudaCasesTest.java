package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Required;
import dev.lathe.StandIn;
import dev.lathe.backend.Backend;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.gpu.cuda.CudaBackend;
import dev.lathe.backend.gpu.cuda.CudaDriver;
import dev.lathe.error.DeviceException;
import dev.lathe.tune.Tuning;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every operator on a CUDA device against the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaCasesTest {
    /** Cases without a kernel are few: empty results and views. */
    private static final double KERNELS = 0.9;

    private Backend backend;
    private Backend joined;
    private int ran;

    @BeforeAll
    void open() {
        Required.device("cuda:0");
        if (StandIn.isLoaded()) {
            StandIn.reset();
        }
        // CudaBackend leaves out what no module is tuned for
        joined = new GpuBackend(() -> CudaDriver.open("cuda:0"), Chains.JOINED, false);
        backend = CudaBackend.open("cuda:0", DeviceOptions.threads(1), Tuning.NONE);
    }

    @AfterAll
    void close() {
        if (backend == null) {
            return;
        }
        backend.close();
        joined.close();
        assertThat(ran).isEqualTo(OpCases.everything().size());
        if (StandIn.isLoaded()) {
            assertThat(StandIn.count("launches")).isGreaterThan((long) (2 * KERNELS * ran));
            assertThat(StandIn.alive()).isEmpty();
            assertThat(StandIn.count("pageable"))
                    .as("copies that are not asynchronous")
                    .isZero();
        }
    }

    static List<GraphCase> cases() {
        return OpCases.everything();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReference(GraphCase each) {
        ran++;
        try {
            each.assertAgrees(each instanceof ChainCase ? joined : backend);
        } catch (DeviceException e) {
            throw new AssertionError(StandIn.isLoaded() ? StandIn.lastRefusal() : "the device failed", e);
        }
    }
}
