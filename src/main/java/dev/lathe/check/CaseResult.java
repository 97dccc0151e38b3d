package dev.lathe.check;

/**
 * How a test case ended.
 *
 * @param name of its folder
 * @param reason empty when it passed
 */
public record CaseResult(String name, Status status, String reason) {
    /** Ends of a test case. */
    public enum Status {
        PASSED,
        FAILED,
        /** The model asks for what Lathe, or this device, says that it does not do. */
        UNSUPPORTED
    }

    static CaseResult passed(String name) {
        return new CaseResult(name, Status.PASSED, "");
    }

    static CaseResult failed(String name, String reason) {
        return new CaseResult(name, Status.FAILED, reason);
    }
}
