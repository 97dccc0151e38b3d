package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Lowered;

/** Which kernels compute a {@link Correlation}. */
final class Correlations {
    private Correlations() {}

    /** The first that takes it. */
    static Lowered lower(Correlation sum, Call call, Draft draft) {
        if (Gemv.accepts(sum)) {
            Gemv.draft(sum, call, draft);
            return draft.lowered();
        }
        if (ConvDepthwise.accepts(sum)) {
            ConvDepthwise.draft(sum, call, draft);
            return draft.lowered();
        }
        if (ConvStrips.accepts(sum)) {
            ConvStrips.draft(sum, call, draft);
            return draft.lowered();
        }
        return new Lowered.Refused("the images laid out for it have more than 2^31 elements");
    }
}
