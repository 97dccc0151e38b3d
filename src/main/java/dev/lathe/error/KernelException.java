package dev.lathe.error;

/**
 * A kernel could not be built, or does not start with these sizes. Names device, kernel and sizes; holds the build log.
 */
public final class KernelException extends DeviceException {
    private static final long serialVersionUID = 1L;

    public KernelException(String message) {
        super(message);
    }

    public KernelException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public KernelException in(String place) {
        return new KernelException(place + ": " + getMessage(), this);
    }
}
