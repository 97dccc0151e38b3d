package dev.lathe;

import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Skips a test and says why where the build can be read; its reports alone are easily overlooked. */
public final class Skip {
    private static final Logger LOG = LoggerFactory.getLogger(Skip.class);

    private Skip() {}

    /** @param reason what is missing */
    public static void unless(boolean present, String reason) {
        if (!present) {
            LOG.warn("a test is skipped: {}", reason);
        }
        Assumptions.assumeTrue(present, reason);
    }
}
