package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.Device;
import dev.lathe.error.DeviceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_device_partition_property;
import org.jocl.cl_platform_id;

/** The OpenCL devices of this machine, numbered through all platforms. */
final class OpenClDevices {
    /** What the loader of OpenCL drivers answers when it found none. */
    private static final int NO_PLATFORM = -1001;

    private static final String INSTALL =
            "; install the driver of your device, or PoCL, which runs on any CPU (Debian: pocl-opencl-icd)";

    /** {@code opencl:DEVICE}, {@code opencl:DEVICE/UNITS} or {@code opencl:DEVICE/UNITS/NUMBER}. */
    private static final Pattern ID = Pattern.compile("opencl:(\\d{1,6})(?:/(\\d{1,6})(?:/(\\d{1,6}))?)?");

    private OpenClDevices() {}

    /** Every whole device; when there is none, one entry that says why and what to do. */
    static List<Device> describe() {
        try {
            if (!OpenClLibrary.isThere()) {
                return absent("this system has no " + String.join(" or ", OpenClLibrary.names()) + INSTALL);
            }
            List<Device> devices = all().stream().map(OpenClDevice::describe).toList();
            return devices.isEmpty() ? absent("no OpenCL platform has a device" + INSTALL) : devices;
        } catch (LinkageError e) {
            // JOCL brings its own native library, which looks for the system's libOpenCL: either may be missing
            return absent("no OpenCL library could be loaded (" + firstLine(e) + ")" + INSTALL);
        } catch (IllegalCallerException e) {
            return absent("this Java was told to load no native libraries; start it with"
                    + " --enable-native-access=ALL-UNNAMED");
        } catch (DeviceException e) {
            return absent(e.getMessage() + INSTALL);
        }
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    private static List<Device> absent(String reason) {
        return List.of(new Device("opencl", "opencl", "-", false, reason, 0, 0, "-"));
    }

    /** Whether {@code id} is of a form that {@link #find} understands. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * The device {@code id}; for {@code opencl:0/2/1} the second of the parts with two compute units each that device 0
     * can be cut into.
     *
     * @throws DeviceException if there is none
     */
    static OpenClDevice find(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new DeviceException("'" + id + "' is not of the form opencl:DEVICE, opencl:DEVICE/UNITS or"
                    + " opencl:DEVICE/UNITS/NUMBER");
        }
        List<OpenClDevice> devices = all();
        int index = Integer.parseInt(parts.group(1));
        if (index >= devices.size()) {
            throw new DeviceException("no device '" + id + "': OpenCL has " + devices.size() + " here");
        }
        OpenClDevice whole = devices.get(index);
        if (parts.group(2) == null) {
            return whole;
        }
        int number = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        return part(whole, id, Integer.parseInt(parts.group(2)), number);
    }

    /** The other parts are released at once; the chosen one is released with its driver. */
    private static OpenClDevice part(OpenClDevice whole, String id, int units, int number) {
        int available = Info.number(whole.handle(), CL.CL_DEVICE_MAX_COMPUTE_UNITS);
        if (units < 1 || (long) (number + 1) * units > available) {
            throw new DeviceException("no device '" + id + "': device " + whole.id() + " has " + available
                    + " compute units, that is " + (units < 1 ? 0 : available / units) + " parts of " + units);
        }
        if (units == available) {
            return new OpenClDevice(id, whole.platform(), whole.handle());
        }
        cl_device_partition_property cut = new cl_device_partition_property();
        cut.addProperty(CL.CL_DEVICE_PARTITION_EQUALLY, units);
        cl_device_id[] parts = new cl_device_id[available / units];
        int[] count = new int[1];
        Status.check(
                CL.clCreateSubDevices(whole.handle(), cut, parts.length, parts, count),
                whole.id(),
                "cutting it into parts of " + units + " compute units");
        for (int i = 0; i < count[0]; i++) {
            if (i != number) {
                CL.clReleaseDevice(parts[i]);
            }
        }
        return new OpenClDevice(id, whole.platform(), parts[number]);
    }

    private static List<OpenClDevice> all() {
        FaultHandlers.remember();
        List<OpenClDevice> all = new ArrayList<>();
        for (cl_platform_id platform : platforms()) {
            for (cl_device_id device : devices(platform)) {
                all.add(new OpenClDevice("opencl:" + all.size(), platform, device));
            }
        }
        FaultHandlers.restore();
        return all;
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        int status = CL.clGetPlatformIDs(0, null, count);
        if (status == NO_PLATFORM) {
            return new cl_platform_id[0];
        }
        Status.check(status, "OpenCL", "listing platforms");
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (platforms.length > 0) {
            Status.check(CL.clGetPlatformIDs(platforms.length, platforms, null), "OpenCL", "listing platforms");
        }
        return platforms;
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        int[] count = new int[1];
        int status = CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
        if (status == CL.CL_DEVICE_NOT_FOUND) {
            return new cl_device_id[0];
        }
        Status.check(status, "OpenCL", "listing devices");
        cl_device_id[] devices = new cl_device_id[count[0]];
        if (devices.length > 0) {
            Status.check(
                    CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null),
                    "OpenCL",
                    "listing devices");
        }
        return devices;
    }
}
