package dev.lathe.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PackingTest {
    private static long option(String name) {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String value = machine.getVMOption(name).getValue();
        return value.equals("true") ? 1 : value.equals("false") ? 0 : Long.parseLong(value);
    }

    @Test
    void linedArraysHoldWhatTheyAreFor() {
        for (int length : new int[] {0, 1, 1000, 3_000_000}) {
            assertThat(Packing.lined(length)).isGreaterThanOrEqualTo(Packing.LEAD + length);
        }
    }

    @Test
    void linedArraysGetRegionsOfTheirOwn() {
        assumeThat(option("UseG1GC")).as("the collector is G1").isEqualTo(1);
        long region = option("G1HeapRegionSize");
        assumeThat(region).as("bytes of a region").isLessThanOrEqualTo(8 << 20);
        assertThat((long) Packing.lined(1) * Float.BYTES)
                .isGreaterThan(region / 2)
                .isLessThan(region);
    }
}
