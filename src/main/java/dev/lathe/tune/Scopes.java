package dev.lathe.tune;

import java.util.List;

/**
 * What the database knows a device by, narrowest first.
 *
 * @param device name that the driver gives it
 * @param architecture what devices with the same best tiles share: {@code cpu-16}, {@code sm_90}
 * @param vendor who made it
 * @param type {@code cpu}, {@code gpu} or {@code accelerator}
 */
public record Scopes(String device, String architecture, String vendor, String type) {
    /** The scope of every device. */
    public static final String DEFAULT = "default";

    /** Names come from drivers; in a file of columns and lines they must not make new ones. */
    public Scopes {
        device = onOneLine(device);
        architecture = onOneLine(architecture);
        vendor = onOneLine(vendor);
        type = onOneLine(type);
    }

    private static String onOneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** The scope of this device alone. */
    public String own() {
        return "device:" + device;
    }

    /** All scopes that hold for the device, in the order in which they are asked. */
    public List<String> all() {
        return List.of(own(), "architecture:" + architecture, "vendor:" + vendor + "/" + type, DEFAULT);
    }

    /** Whether {@code scope} has the form of a scope of some device. */
    static boolean isScope(String scope) {
        return scope.equals(DEFAULT)
                || scope.matches("(device|architecture):\\S.*")
                || scope.matches("vendor:\\S.*/[a-z]+");
    }
}
