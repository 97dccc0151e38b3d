package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.launch.Launch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The kernels that scripts run, each with each set of defines numbered. */
final class ScriptPrograms {
    /** A kernel and what its text is compiled with. */
    record Variant(String kernel, SortedMap<String, String> defines) {
        String entry() {
            return kernel.substring(kernel.lastIndexOf('/') + 1);
        }

        String options() {
            return defines.entrySet().stream()
                    .map(define -> " -D" + define.getKey() + "=" + define.getValue())
                    .collect(Collectors.joining());
        }
    }

    private final Map<Variant, Integer> numbers = new LinkedHashMap<>();

    /** @param doubles whether the device has them; if not, the program must do without */
    int number(Launch launch, boolean doubles) {
        SortedMap<String, String> defines = new TreeMap<>(launch.defines());
        if (!doubles && KernelSources.usesReals(launch.kernel())) {
            defines.put("NO_DOUBLES", "1");
        }
        return numbers.computeIfAbsent(new Variant(launch.kernel(), defines), _ -> numbers.size());
    }

    Map<Variant, Integer> numbers() {
        return numbers;
    }

    List<String> kernels() {
        return numbers.keySet().stream().map(Variant::kernel).distinct().toList();
    }

    /** A C++ file with all variants of a kernel, each in a namespace of its own. */
    String hostSource(String kernel) {
        List<String> lines = new ArrayList<>();
        lines.add("#include \"items.h\"");
        List<String> macros = KernelSources.macros(kernel);
        numbers.forEach((variant, number) -> {
            if (variant.kernel().equals(kernel)) {
                lines.add("");
                variant.defines().forEach((name, value) -> lines.add("#define " + name + " " + value));
                lines.add("namespace program_" + number + " {");
                lines.add("#include \"host.h\"");
                lines.add("#include \"text/" + variant.entry() + ".cl\"");
                lines.add("const Registration<decltype(" + variant.entry() + ")> registration(" + number + ", "
                        + variant.entry() + ", " + KernelSources.usesBarriers(kernel) + ");");
                lines.add("}");
                macros.forEach(name -> lines.add("#undef " + name));
                variant.defines().keySet().forEach(name -> lines.add("#undef " + name));
            }
        });
        return String.join("\n", lines) + "\n";
    }
}
