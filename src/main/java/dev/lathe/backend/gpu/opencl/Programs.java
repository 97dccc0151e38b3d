package dev.lathe.backend.gpu.opencl;

import dev.lathe.backend.gpu.KernelText;
import dev.lathe.backend.gpu.Program;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.KernelException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** The programs of one context: built on first use, from the cache of binaries if it has them. */
final class Programs implements AutoCloseable {
    private static final String PRELUDE = "common/opencl.h";

    record Built(cl_program handle) implements Program {}

    private record Key(String kernel, String options) {}

    private final cl_context context;
    private final OpenClDevice device;
    private final BinaryCache cache;
    private final String flags;
    private final Map<Key, Built> built = new HashMap<>();

    Programs(cl_context context, OpenClDevice device, BinaryCache cache) {
        this.context = context;
        this.device = device;
        this.cache = cache;
        // a quotient that is rounded to an integer next shows a last place that is off
        this.flags = "-cl-std=CL1.2" + (device.roundsQuotients() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "");
    }

    synchronized Built of(Launch launch) {
        Key key = new Key(launch.kernel(), options(launch));
        Built known = built.get(key);
        if (known == null) {
            known = new Built(build(key));
            built.put(key, known);
        }
        return known;
    }

    private String options(Launch launch) {
        return launch.defines().entrySet().stream()
                .map(define -> " -D" + define.getKey() + "=" + define.getValue())
                .collect(Collectors.joining("", flags, ""));
    }

    private cl_program build(Key key) {
        String text = KernelText.of(key.kernel, PRELUDE);
        BinaryCache.Entry entry = cache.entry(text, key.options, device.fingerprint());
        Optional<cl_program> stored = entry.read().flatMap(binary -> fromBinary(binary, key));
        if (stored.isPresent()) {
            return stored.get();
        }
        cl_program program = fromText(text, key);
        binary(program).ifPresent(entry::write);
        return program;
    }

    private cl_program fromText(String text, Key key) {
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, status);
        Status.check(status[0], device.id(), "reading kernel " + key.kernel);
        if (CL.clBuildProgram(program, 1, new cl_device_id[] {device.handle()}, key.options, null, null)
                != CL.CL_SUCCESS) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw new KernelException(device.id() + " (" + device.name() + ") cannot build kernel " + key.kernel
                    + " with " + key.options + ": " + log);
        }
        return program;
    }

    /** A binary that the driver does not take, of an older version or damaged, is as good as none. */
    private Optional<cl_program> fromBinary(byte[] binary, Key key) {
        int[] status = new int[1];
        cl_device_id[] devices = {device.handle()};
        cl_program program = CL.clCreateProgramWithBinary(
                context, 1, devices, new long[] {binary.length}, new byte[][] {binary}, new int[1], status);
        if (status[0] != CL.CL_SUCCESS) {
            return Optional.empty();
        }
        if (CL.clBuildProgram(program, 1, devices, key.options, null, null) != CL.CL_SUCCESS) {
            CL.clReleaseProgram(program);
            return Optional.empty();
        }
        return Optional.of(program);
    }

    private static Optional<byte[]> binary(cl_program program) {
        long[] size = new long[1];
        int status = CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        if (status != CL.CL_SUCCESS || size[0] <= 0 || size[0] > Integer.MAX_VALUE - Long.BYTES) {
            return Optional.empty();
        }
        byte[] binary = new byte[(int) size[0]];
        status = CL.clGetProgramInfo(
                program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(binary)), null);
        return status == CL.CL_SUCCESS ? Optional.of(binary) : Optional.empty();
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) Math.max(1, size[0])];
        CL.clGetProgramBuildInfo(program, device.handle(), CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    @Override
    public synchronized void close() {
        built.values().forEach(program -> CL.clReleaseProgram(program.handle()));
        built.clear();
    }
}
