package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PackingTest {
    private static String option(String name) {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption(name)
                .getValue();
    }

    @Test
    void alignedArraysHoldWhatTheyAreFor() {
        for (int length : new int[] {0, 1, 1000, 3_000_000}) {
            assertThat(Packing.alignedLength(length)).isGreaterThanOrEqualTo(Packing.LEAD + length);
        }
    }

    @Test
    void alignedArraysGetRegionsOfTheirOwnUnlessThoseAreLarge() {
        assumeThat(option("UseG1GC")).as("the collector is G1").isEqualTo("true");
        long region = Long.parseLong(option("G1HeapRegionSize"));
        if (region > 8 << 20) {
            assertThat(Packing.alignedLength(1)).isEqualTo(Packing.LEAD + 1);
            return;
        }
        assertThat((long) Packing.alignedLength(1) * Float.BYTES)
                .isGreaterThan(region / 2)
                .isLessThan(region);
    }
}
