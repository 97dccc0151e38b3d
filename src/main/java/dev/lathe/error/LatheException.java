package dev.lathe.error;

/** Root of all refusals of the library. Its message is one sentence that can be shown to a user as it stands. */
public abstract class LatheException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LatheException(String message) {
        super(message);
    }

    LatheException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same refusal with {@code place}, such as a file or a node, put before its message. */
    public abstract LatheException in(String place);
}
