package dev.lathe.backend.gpu.cuda;

import java.util.HashMap;
import java.util.Map;

/** The one context of each device that all of its drivers in this process share, retained while one of them is open. */
final class PrimaryContexts {
    private final CudaCalls calls;
    private final Map<Integer, PrimaryContext> contexts = new HashMap<>();

    PrimaryContexts(CudaCalls calls) {
        this.calls = calls;
    }

    CudaCalls calls() {
        return calls;
    }

    /** The context of {@code device}, a new one after the last was lost; whoever takes it releases it. */
    synchronized PrimaryContext take(int device) {
        PrimaryContext known = contexts.get(device);
        if (known == null || !known.share()) {
            known = new PrimaryContext(calls, device, calls.retainContext(device));
            contexts.put(device, known);
        }
        return known;
    }
}
