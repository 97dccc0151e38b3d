package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.MemoryPlan.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    @Test
    void whatIsNotNeededAtOnceSharesMemory() {
        List<Buffer> chain =
                List.of(new Buffer("a", 100, -1, 0), new Buffer("b", 300, 0, 1), new Buffer("c", 100, 1, 2));
        MemoryPlan plan = new MemoryPlan(chain, 128, 0);
        assertThat(plan.offset("a")).isZero();
        assertThat(plan.offset("b")).isEqualTo(128);
        assertThat(plan.offset("c")).isZero();
        assertThat(plan.bytes()).isEqualTo(128 + 384);
    }

    @Test
    void theLastGapGrows() {
        List<Buffer> buffers = List.of(new Buffer("a", 128, 0, 0), new Buffer("b", 256, 1, 1));
        assertThat(new MemoryPlan(buffers, 128, 0).bytes()).isEqualTo(256);
    }

    @Test
    void neighboursThatEndBecomeOneGap() {
        List<Buffer> buffers = List.of(
                new Buffer("a", 128, 0, 1),
                new Buffer("b", 128, 0, 0),
                new Buffer("c", 128, 0, 9),
                new Buffer("d", 256, 2, 3));
        MemoryPlan plan = new MemoryPlan(buffers, 128, 0);
        assertThat(plan.offset("d")).isZero();
        assertThat(plan.bytes()).isEqualTo(3 * 128);
    }

    @Test
    void aGuardIsLeftBehindEachBuffer() {
        List<Buffer> buffers = List.of(new Buffer("a", 128, 0, 1), new Buffer("b", 1, 0, 1));
        MemoryPlan plan = new MemoryPlan(buffers, 64, 64);
        assertThat(plan.offset("b")).isEqualTo(192);
        assertThat(plan.bytes()).isEqualTo(192 + 128);
    }

    @Test
    void randomBuffersNeverMeet() {
        Random random = new Random(3);
        List<Buffer> buffers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(100);
            buffers.add(new Buffer("b" + i, random.nextInt(5000), first, first + random.nextInt(8)));
        }
        MemoryPlan plan = new MemoryPlan(buffers, 128, 0);
        for (Buffer a : buffers) {
            assertThat(plan.offset(a.name()) % 128).isZero();
            assertThat(plan.offset(a.name()) + a.bytes()).isLessThanOrEqualTo(plan.bytes());
            for (Buffer b : buffers) {
                boolean together = a != b && a.first() <= b.last() && b.first() <= a.last();
                boolean apart = plan.offset(a.name()) + a.bytes() <= plan.offset(b.name())
                        || plan.offset(b.name()) + b.bytes() <= plan.offset(a.name());
                assertThat(!together || apart).as("%s and %s", a, b).isTrue();
            }
        }
    }
}
