package dev.lathe.backend.gpu.lowering;

/** Floats as the kernels' dialect writes them, exactly. */
final class FloatLiterals {
    private FloatLiterals() {}

    static String of(float value) {
        if (Float.isNaN(value)) {
            return "NAN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "INFINITY" : "(-INFINITY)";
        }
        String digits = Float.toHexString(value) + "f";
        return value < 0 ? "(" + digits + ")" : digits;
    }
}
