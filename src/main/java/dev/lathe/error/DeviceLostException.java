package dev.lathe.error;

/** A device stopped answering in the middle of its work. Sessions on it are lost; a new one starts it afresh. */
public final class DeviceLostException extends DeviceException {
    private static final long serialVersionUID = 1L;

    public DeviceLostException(String message) {
        super(message);
    }

    public DeviceLostException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public DeviceLostException in(String place) {
        return new DeviceLostException(place + ": " + getMessage(), this);
    }
}
