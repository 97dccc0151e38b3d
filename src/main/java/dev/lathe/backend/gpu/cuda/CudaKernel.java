package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.BoundKernel;
import dev.lathe.backend.gpu.Memory;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A kernel whose arguments are set. It owns nothing on the device. */
final class CudaKernel implements BoundKernel {
    private final Modules.Loaded program;
    private final Launch launch;
    private final CudaCalls.Arguments arguments;
    private final AtomicInteger live;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param live counts what is not closed yet */
    CudaKernel(Modules.Loaded program, Launch launch, CudaCalls.Arguments arguments, AtomicInteger live) {
        this.program = program;
        this.launch = launch;
        this.arguments = arguments;
        this.live = live;
        live.incrementAndGet();
    }

    /** The values of a launch's arguments as CUDA takes them. */
    static List<ByteBuffer> values(Launch launch, List<Memory> buffers) {
        Iterator<Memory> memory = buffers.iterator();
        return launch.args().stream().map(arg -> value(arg, memory)).toList();
    }

    private static ByteBuffer value(Arg arg, Iterator<Memory> memory) {
        return switch (arg) {
            case Arg.Operand _, Arg.Result _, Arg.Scratch _, Arg.Table _, Arg.Fault _ ->
                buffer(Long.BYTES).putLong(0, ((CudaMemory) memory.next()).address());
            case Arg.Ints(List<Integer> values) -> {
                ByteBuffer struct = buffer(values.size() * Integer.BYTES);
                for (int i = 0; i < values.size(); i++) {
                    struct.putInt(i * Integer.BYTES, values.get(i));
                }
                yield struct;
            }
            case Arg.Real(float value) -> buffer(Float.BYTES).putFloat(0, value);
        };
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    void queue(CudaCalls calls, CudaCalls.Stream stream) {
        calls.launch(program.function(), program.placed().shape(), arguments, stream);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            live.decrementAndGet();
        }
    }

    @Override
    public String toString() {
        return "kernel " + launch.kernel() + " on " + launch.grid().items() + " items in groups of "
                + launch.grid().group();
    }
}
