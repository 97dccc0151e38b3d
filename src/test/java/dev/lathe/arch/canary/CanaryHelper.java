package dev.lathe.arch.canary;

import ai.onnx.proto.OnnxMl.ModelProto;
import jdk.incubator.vector.FloatVector;

/** Breaks the rules on purpose, so that a rule that no longer sees anything is found out. Never called. */
public final class CanaryHelper {
    static int calls;

    private CanaryHelper() {}

    static int sing() {
        calls++;
        System.setProperty("lathe.canary", "sings");
        System.out.println(System.getenv("LATHE_CANARY") + ModelProto.getDefaultInstance());
        if (calls > FloatVector.SPECIES_PREFERRED.length()) {
            throw new RuntimeException("tweet");
        }
        return calls;
    }
}
