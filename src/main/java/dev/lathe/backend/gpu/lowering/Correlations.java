package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;
import java.util.Optional;

/** Which kernels compute a {@link Correlation}: on CPUs register tiles of vectors, on GPUs tiles in local memory. */
final class Correlations {
    private Correlations() {}

    static Lowered lower(Correlation sum, Call call, Draft draft) {
        boolean inPlace = !call.device().cpu()
                && (ConvDirect.accepts(sum) || GemvGroup.accepts(sum, call.device()) || ConvTiled.accepts(sum, call));
        if (inPlace || ConvStrips.accepts(sum)) {
            draft(sum, call, draft);
            return draft.lowered();
        }
        return new Lowered.Refused("the images laid out for it have more than 2^31 elements");
    }

    /** The first that takes it. */
    static void draft(Correlation sum, Call call, Draft draft) {
        Optional<Winograd> winograd = Winograd.worthwhile(sum, call);
        if (winograd.isPresent()) {
            winograd.get().draft(sum, call, draft);
        } else if (!call.device().cpu() && ConvDirect.accepts(sum)) {
            ConvDirect.draft(sum, call, draft);
        } else if (GemvGroup.accepts(sum, call.device())) {
            GemvGroup.draft(sum, draft);
        } else if (!call.device().cpu() && ConvTiled.accepts(sum, call)) {
            ConvTiled.draft(sum, call, draft);
        } else if (Gemv.accepts(sum)) {
            Gemv.draft(sum, call, draft);
        } else if (ConvDepthwise.accepts(sum)) {
            ConvDepthwise.draft(sum, call, draft);
        } else {
            ConvStrips.draft(sum, call, draft);
        }
    }

    /** How long a GPU takes for {@code sum}, in the unit of {@link LocalTile#effort}. */
    static double effort(Correlation sum, Call call) {
        return Winograd.worthwhile(sum, call)
                .map(winograd -> winograd.effort(sum, call))
                .orElseGet(() -> ConvTiled.effort(sum, call.device()));
    }
}
