package dev.lathe.error;

/** A device is unknown, absent or failed. */
public final class DeviceException extends LatheException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public DeviceException in(String place) {
        return new DeviceException(place + ": " + getMessage(), this);
    }
}
