package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lathe.tensor.Shape;
import dev.lathe.zoo.Zoo;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link Machine}, {@link Ceilings} and {@link LayerWork}: what figures are held against. */
class MachineTest {
    @Test
    void theMachineIsDescribed() {
        Machine machine = Machine.now();
        assertThat(machine.processor()).isNotBlank();
        assertThat(machine.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(machine.jvm()).contains(Integer.toString(Runtime.version().feature()));
        assertThat(machine.heapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(Instant.parse(machine.time())).isBeforeOrEqualTo(Instant.now());
        assertThat(machine.uptimeMs()).isPositive();
        assertThat(machine.lathe()).isEqualTo("(built from sources)");
    }

    @Test
    void ceilingsAreFiniteAndAboveZero() {
        Ceilings found = Ceilings.measure(1);
        assertThat(found.threads()).isEqualTo(1);
        assertThat(found.gflops()).isPositive().isFinite();
        assertThat(found.gigabytesPerSecond()).isPositive().isFinite();
    }

    @Test
    void workIsCountedByHand() {
        Map<String, LayerWork> work =
                LayerWork.of(Zoo.graph("lenet5", 1), Map.of("input", Shape.of(3, 1, 28, 28)), Set.of("conv1"));
        // 20 filters of 5x5 over one plane of 28x28: 24x24 results each.
        LayerWork first = work.get("conv1");
        assertThat(first.macs()).isEqualTo(3 * 20 * 24 * 24 * 25L);
        long elements = 3 * 28 * 28 + 20 * 25 + 20 + 3 * 20 * 24 * 24;
        assertThat(first.bytes()).isEqualTo(4 * elements);
        assertThat(first.flopsPerByte()).isCloseTo(first.macs() / (2.0 * elements), within(1e-12));
        assertThat(LayerWork.UNKNOWN.flopsPerByte()).isZero();
    }

    @Test
    void convolutionsWithoutAnEntryCountWhereTheyRun() {
        Map<String, LayerWork> work = LayerWork.of(
                Zoo.graph("mobilenetv2", 1), Map.of("input", Shape.of(1, 3, 224, 224)), Set.of("block2_0_project"));
        LayerWork block = work.get("block2_0_project");
        long expand = 16 * 96 * 112 * 112L;
        long depthwise = 9 * 96 * 56 * 56L;
        long project = 96 * 24 * 56 * 56L;
        // conv1 and the first block have no entry here either, so they are part of it, too
        long before = 27 * 32 * 112 * 112L + 9 * 32 * 112 * 112L + 32 * 16 * 112 * 112L;
        assertThat(block.macs()).isEqualTo(before + expand + depthwise + project);
        long image = 3 * 224 * 224;
        long result = 24 * 56 * 56;
        assertThat(block.bytes()).isBetween(4 * (image + result), 4 * (image + result) + 4 * 10_000L);
    }

    @Test
    void aConvolutionWithoutAnEntryCountsWhereItsPoolIs() {
        Map<String, LayerWork> work =
                LayerWork.of(Zoo.graph("resnet18", 1), Map.of("input", Shape.of(1, 3, 224, 224)), Set.of("pool1"));
        LayerWork pool = work.get("pool1");
        assertThat(pool.macs()).isEqualTo(3 * 49 * 64 * 112 * 112L);
        long elements = 3 * 224 * 224 + 3 * 49 * 64 + 64 * 56 * 56;
        assertThat(pool.bytes()).isBetween(4 * elements, 4 * elements + 4 * 1_000L);
    }
}
