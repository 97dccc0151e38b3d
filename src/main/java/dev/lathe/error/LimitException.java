package dev.lathe.error;

/** A value would be larger than a tensor, or the memory of this process, can hold. */
public final class LimitException extends LatheException {
    private static final long serialVersionUID = 1L;

    public LimitException(String message) {
        super(message);
    }

    public LimitException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public LimitException in(String place) {
        return new LimitException(place + ": " + getMessage(), this);
    }
}
