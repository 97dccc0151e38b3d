package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.tune.TunedKernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which values the defines of tuned kernels may have. */
public final class Tunables {
    private static final Logger LOG = LoggerFactory.getLogger(Tunables.class);

    private Tunables() {}

    /** Values worth trying on {@code device}; all of them give right results there. */
    public static List<Map<String, Integer>> candidates(TunedKernel kernel, Traits device) {
        return switch (kernel) {
            case CONV_STRIPS -> RegisterTile.candidates(device.vectorWidth()).toList();
            case CONV_TILED -> ConvTiled.candidates(device);
            case WINOGRAD -> Winograd.candidates();
        };
    }

    /** Why {@code kernel} cannot be built with {@code defines}; empty if it can. */
    public static String complaint(TunedKernel kernel, Map<String, Integer> defines) {
        if (!defines.keySet().equals(Set.copyOf(kernel.defines()))) {
            return "wanted " + kernel.defines();
        }
        return switch (kernel) {
            case CONV_STRIPS -> RegisterTile.complaint(defines);
            case CONV_TILED -> ConvTiled.complaint(defines);
            case WINOGRAD -> Winograd.complaint(defines);
        };
    }

    /** What tuning says of {@code sum}, if it does and the kernel takes it. */
    static Optional<Map<String, Integer>> tuned(TunedKernel kernel, Correlation sum, Call call) {
        Optional<Map<String, Integer>> tuned = call.tuning().defines(kernel.entry(), sum.problem());
        String complaint = tuned.map(defines -> complaint(kernel, defines)).orElse("");
        if (complaint.isEmpty()) {
            return tuned;
        }
        LOG.warn("{} is tuned to {} for {}, which is ignored: {}", kernel.entry(), tuned, sum.problem(), complaint);
        return Optional.empty();
    }
}
