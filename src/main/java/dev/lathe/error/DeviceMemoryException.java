package dev.lathe.error;

/** A device has less memory left than was asked for. Names the device and both sizes. */
public final class DeviceMemoryException extends DeviceException {
    private static final long serialVersionUID = 1L;

    public DeviceMemoryException(String message) {
        super(message);
    }

    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public DeviceMemoryException in(String place) {
        return new DeviceMemoryException(place + ": " + getMessage(), this);
    }
}
