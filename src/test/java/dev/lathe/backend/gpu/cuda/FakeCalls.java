package dev.lathe.backend.gpu.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A device on paper. It has memory and counts what is alive, but its kernels do nothing. Call number {@code failing}
 * fails with {@code status}; what is freed at that call counts as freed. After a loss every call fails until the
 * context is reset.
 */
final class FakeCalls implements CudaCalls {
    private static final int INVALID_CONTEXT = 201;
    private static final int INVALID_VALUE = 1;

    private record Thing(String kind, int number)
            implements Context, Stream, Event, Module, Function, Arguments, Graph {}

    private record Pinned(int number, ByteBuffer bytes) implements HostMemory {
        @Override
        public ByteBuffer bytes() {
            return bytes;
        }
    }

    private final Set<Object> alive = new HashSet<>();
    private final Map<Long, ByteBuffer> memory = new HashMap<>();
    private final List<String> called = new ArrayList<>();
    private final int failing;
    private final int status;
    private int made;
    private long top = 1 << 20;
    private boolean lost;
    private int retained;

    /** @param failing counted from 0; never if negative */
    FakeCalls(int failing, int status) {
        this.failing = failing;
        this.status = status;
    }

    static FakeCalls sound() {
        return new FakeCalls(-1, 0);
    }

    /** Names of the functions that were called, in order. */
    List<String> called() {
        return called;
    }

    /** All that was made and not given back: streams, events, modules, memory of the device and of the host. */
    Set<Object> alive() {
        return alive;
    }

    int retained() {
        return retained;
    }

    private void count(String name) {
        called.add(name);
        if (called.size() - 1 == failing) {
            lost = Failures.isLoss(new CudaError(status, ""));
            throw new CudaError(status, "INJECTED");
        }
        if (lost && !name.equals("releaseContext") && !name.equals("retainContext")) {
            throw new CudaError(INVALID_CONTEXT, "LOST");
        }
    }

    private Thing made(String kind) {
        Thing thing = new Thing(kind, made++);
        alive.add(thing);
        return thing;
    }

    /** Gone, also where CUDA then says that something else is wrong. */
    private void gone(String name, Object thing) {
        boolean known = alive.remove(thing);
        count(name);
        if (!known) {
            throw new CudaError(INVALID_VALUE, "nothing that is alive: " + thing);
        }
    }

    @Override
    public int start() {
        count("start");
        return CudaLibrary.OLDEST;
    }

    @Override
    public int deviceCount() {
        count("deviceCount");
        return 1;
    }

    @Override
    public String deviceName(int device) {
        count("deviceName");
        return "paper";
    }

    @Override
    public int deviceAttribute(int device, int attribute) {
        count("deviceAttribute");
        return switch (attribute) {
            case 1 -> 1024;
            case 8 -> 48 << 10;
            case 18, 76 -> 0;
            case 75 -> 9;
            default -> 4;
        };
    }

    @Override
    public long deviceMemory(int device) {
        count("deviceMemory");
        return 1L << 30;
    }

    @Override
    public Context retainContext(int device) {
        count("retainContext");
        retained++;
        return new Thing("context", device);
    }

    @Override
    public void releaseContext(int device) {
        retained--;
        count("releaseContext");
    }

    @Override
    public void resetContext(int device) {
        called.add("resetContext");
        lost = false;
        alive.clear();
        memory.clear();
    }

    @Override
    public void makeCurrent(Context context) {
        count("makeCurrent");
    }

    @Override
    public long allocate(long bytes) {
        count("allocate");
        long address = top;
        top += bytes + 256;
        memory.put(address, ByteBuffer.allocate((int) bytes).order(ByteOrder.nativeOrder()));
        alive.add(address);
        return address;
    }

    @Override
    public void free(long address) {
        memory.remove(address);
        gone("free", address);
    }

    @Override
    public HostMemory allocateHost(long bytes) {
        count("allocateHost");
        Pinned pinned = new Pinned(made++, ByteBuffer.allocate((int) bytes).order(ByteOrder.nativeOrder()));
        alive.add(pinned.number);
        return pinned;
    }

    @Override
    public void freeHost(HostMemory pinned) {
        gone("freeHost", ((Pinned) pinned).number);
    }

    @Override
    public void copyToDevice(HostMemory from, long to, long bytes, Stream stream) {
        count("copyToDevice");
        part(to, bytes).put(from.bytes().duplicate().position(0).limit((int) bytes));
    }

    @Override
    public void copyToHost(long from, HostMemory to, long bytes, Stream stream) {
        count("copyToHost");
        to.bytes().duplicate().position(0).limit((int) bytes).put(part(from, bytes));
    }

    private ByteBuffer part(long address, long bytes) {
        return memory.entrySet().stream()
                .filter(each -> each.getKey() <= address
                        && address + bytes <= each.getKey() + each.getValue().capacity())
                .findFirst()
                .map(each -> each.getValue().duplicate().slice((int) (address - each.getKey()), (int) bytes))
                .orElseThrow(() -> new CudaError(INVALID_VALUE, "outside of all memory"));
    }

    @Override
    public Stream createStream() {
        count("createStream");
        return made("stream");
    }

    @Override
    public void destroyStream(Stream stream) {
        gone("destroyStream", stream);
    }

    @Override
    public void synchronize(Stream stream) {
        count("synchronizeStream");
    }

    @Override
    public Event createEvent() {
        count("createEvent");
        return made("event");
    }

    @Override
    public void destroyEvent(Event event) {
        gone("destroyEvent", event);
    }

    @Override
    public void record(Event event, Stream stream) {
        count("record");
    }

    @Override
    public void synchronize(Event event) {
        count("synchronizeEvent");
    }

    @Override
    public float elapsed(Event from, Event to) {
        count("elapsed");
        return 0.25f;
    }

    @Override
    public Module loadModule(String text) {
        count("loadModule");
        return made("module");
    }

    @Override
    public void unloadModule(Module module) {
        gone("unloadModule", module);
    }

    @Override
    public Function function(Module module, String name) {
        count("function");
        return new Thing("function", made++);
    }

    @Override
    public int mostItems(Function function) {
        count("mostItems");
        return 512;
    }

    @Override
    public Arguments arguments(List<ByteBuffer> values) {
        return new Thing("arguments", made++);
    }

    @Override
    public void launch(Function function, Shape shape, Arguments arguments, Stream stream) {
        count("launch");
    }

    @Override
    public void beginCapture(Stream stream) {
        count("beginCapture");
    }

    @Override
    public Graph endCapture(Stream stream) {
        count("endCapture");
        return made("graph");
    }

    @Override
    public void destroyGraph(Graph graph) {
        gone("destroyGraph", graph);
    }

    @Override
    public void launch(Graph graph, Stream stream) {
        count("launchGraph");
    }
}
