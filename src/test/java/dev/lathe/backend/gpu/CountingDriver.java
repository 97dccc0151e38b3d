package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.DeviceException;
import dev.lathe.error.DeviceLostException;
import dev.lathe.error.DeviceMemoryException;
import dev.lathe.error.KernelException;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A driver that counts its calls and fails at a chosen one, as a device would. */
final class CountingDriver extends DisguisedDriver {
    enum Verb {
        ALLOCATE,
        SLICE,
        UPLOAD,
        DOWNLOAD,
        BUILD,
        BIND,
        LAUNCH,
        FINISH
    }

    private final Map<Verb, Integer> calls = new EnumMap<>(Verb.class);
    private final Verb failing;
    private final int at;

    /** Fails at the call number {@code at}, counted from 0, of {@code failing}; never if that is negative. */
    CountingDriver(GpuDriver driver, Verb failing, int at) {
        super(driver, driver.traits());
        this.failing = failing;
        this.at = at;
    }

    /** How often {@code verb} was called. */
    int calls(Verb verb) {
        return calls.getOrDefault(verb, 0);
    }

    private void count(Verb verb) {
        int number = calls.merge(verb, 1, Integer::sum) - 1;
        if (verb == failing && number == at) {
            throw failure(verb);
        }
    }

    private static DeviceException failure(Verb verb) {
        return switch (verb) {
            case ALLOCATE, SLICE -> new DeviceMemoryException("injected: no memory");
            case BUILD, BIND -> new KernelException("injected: no kernel");
            case UPLOAD, DOWNLOAD, LAUNCH, FINISH -> new DeviceLostException("injected: lost");
        };
    }

    @Override
    public Memory allocate(long bytes) {
        count(Verb.ALLOCATE);
        return super.allocate(bytes);
    }

    @Override
    public Memory slice(Memory whole, long offset, long bytes) {
        count(Verb.SLICE);
        return super.slice(whole, offset, bytes);
    }

    @Override
    public void upload(Tensor from, Memory to) {
        count(Verb.UPLOAD);
        super.upload(from, to);
    }

    @Override
    public void download(Memory from, Tensor to) {
        count(Verb.DOWNLOAD);
        super.download(from, to);
    }

    @Override
    public Program build(Launch launch) {
        count(Verb.BUILD);
        return super.build(launch);
    }

    @Override
    public BoundKernel bind(Program program, Launch launch, List<Memory> buffers) {
        count(Verb.BIND);
        return super.bind(program, launch, new ArrayList<>(buffers));
    }

    @Override
    public void launch(BoundKernel kernel) {
        count(Verb.LAUNCH);
        super.launch(kernel);
    }

    @Override
    public long time(BoundKernel kernel) {
        count(Verb.LAUNCH);
        return super.time(kernel);
    }

    @Override
    public void finish() {
        count(Verb.FINISH);
        super.finish();
    }
}
