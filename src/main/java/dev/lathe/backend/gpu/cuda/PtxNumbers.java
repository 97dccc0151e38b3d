package dev.lathe.backend.gpu.cuda;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers that a module was compiled without. They are constants of the module, and its text says what they are: the
 * compiler in the driver then sees them, as it would see a define.
 */
final class PtxNumbers {
    /** What the constants' names begin with. */
    static final String PREFIX = "number_";

    /** The declaration of one; the first group is its kind: u, s or f. */
    static final Pattern CONSTANT = Pattern.compile("(?m)^\\.const \\.align 4 \\.([usf])32 " + PREFIX + "(\\w+);$");

    private PtxNumbers() {}

    /** {@code text} in which every constant has its value of {@code numbers}, written as a define would be. */
    static String written(String text, Map<String, String> numbers) {
        return CONSTANT.matcher(text).replaceAll(found -> {
            String value = numbers.get(found.group(2));
            if (value == null) {
                throw new IllegalArgumentException("the module wants a number " + found.group(2) + ", got " + numbers);
            }
            String declared = found.group();
            String literal = found.group(1).equals("f") ? real(value) : Integer.toString(Integer.parseInt(value));
            return Matcher.quoteReplacement(declared.substring(0, declared.length() - 1) + " = " + literal + ";");
        });
    }

    /** A float of the kernels' dialect, bit by bit. */
    private static String real(String value) {
        return String.format("0f%08X", Float.floatToRawIntBits(parsed(value)));
    }

    private static float parsed(String value) {
        if (value.startsWith("(-") && value.endsWith(")")) {
            return -parsed(value.substring(2, value.length() - 1));
        }
        return switch (value) {
            case "NAN" -> Float.NaN;
            case "INFINITY" -> Float.POSITIVE_INFINITY;
            default -> Float.parseFloat(value);
        };
    }
}
