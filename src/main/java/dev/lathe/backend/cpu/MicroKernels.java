package dev.lathe.backend.cpu;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The micro-kernel of this JVM, chosen once. */
final class MicroKernels {
    /** Vectors when the JVM was started with their module, scalar loops otherwise. */
    static final MicroKernel BEST = choose();

    private MicroKernels() {}

    private static MicroKernel choose() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return new VectorMicroKernel();
        }
        Logger log = LoggerFactory.getLogger(MicroKernels.class);
        log.warn("no vector instructions: start Java with --add-modules jdk.incubator.vector; using scalar loops");
        return new ScalarMicroKernel();
    }
}
