package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.Device;
import dev.lathe.error.DeviceException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The CUDA devices of this machine. */
final class CudaDevices {
    private static final Pattern ID = Pattern.compile("cuda:(\\d{1,6})");

    private CudaDevices() {}

    /** Every device; when there is none, one entry that says why and what to do. */
    static List<Device> describe() {
        try {
            List<CudaDevice> devices = all(CudaLibrary.contexts());
            return devices.isEmpty()
                    ? absent("the NVIDIA driver finds no device")
                    : devices.stream().map(CudaDevice::describe).toList();
        } catch (IllegalCallerException e) {
            return absent("this Java was told to load no native libraries; start it with"
                    + " --enable-native-access=ALL-UNNAMED");
        } catch (DeviceException e) {
            return absent(e.getMessage());
        } catch (CudaError e) {
            return absent("the NVIDIA driver cannot list its devices: " + e.getMessage());
        }
    }

    private static List<Device> absent(String reason) {
        return List.of(new Device("cuda", "cuda", "-", false, reason, 0, 0, "-"));
    }

    /** Whether {@code id} is of a form that {@link #find} understands. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** @throws DeviceException if there is no device {@code id} */
    static CudaDevice find(String id) {
        try {
            return find(id, CudaLibrary.contexts());
        } catch (CudaError e) {
            throw Failures.of(e, id, "looking for it");
        }
    }

    /** The device {@code id} among those that {@code contexts} are of. */
    private static CudaDevice find(String id, PrimaryContexts contexts) {
        Matcher number = ID.matcher(id);
        if (!number.matches()) {
            throw new DeviceException("'" + id + "' is not of the form cuda:DEVICE");
        }
        List<CudaDevice> devices = all(contexts);
        int index = Integer.parseInt(number.group(1));
        if (index >= devices.size()) {
            throw new DeviceException("no device '" + id + "': CUDA has " + devices.size() + " here");
        }
        return devices.get(index);
    }

    private static List<CudaDevice> all(PrimaryContexts contexts) {
        return IntStream.range(0, contexts.calls().deviceCount())
                .mapToObj(number -> new CudaDevice(number, contexts))
                .toList();
    }
}
