package dev.lathe.error;

/** A device is unknown, absent or failed. The subclasses say how it failed, for those who want to act on it. */
public sealed class DeviceException extends LatheException
        permits DeviceLostException, DeviceMemoryException, KernelException {
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
