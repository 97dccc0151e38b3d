package dev.lathe.backend.gpu;

import dev.lathe.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Constants on the device: each is uploaded when first asked for, once. */
final class Constants implements AutoCloseable {
    private final GpuDriver driver;
    private final Map<Tensor, Memory> uploaded = new IdentityHashMap<>();

    Constants(GpuDriver driver) {
        this.driver = driver;
    }

    Memory of(Tensor constant) {
        Memory memory = uploaded.get(constant);
        if (memory == null) {
            memory = driver.allocate(Math.max(constant.type().bytes(), Integer.BYTES));
            uploaded.put(constant, memory);
            driver.upload(constant, memory);
        }
        return memory;
    }

    /** Frees all but {@code needed}. Nothing that is queued may use the others. */
    void keepOnly(Set<Tensor> needed) {
        List<Tensor> others = uploaded.keySet().stream()
                .filter(each -> !needed.contains(each))
                .toList();
        others.forEach(each -> uploaded.remove(each).close());
    }

    long bytes() {
        return uploaded.values().stream().mapToLong(Memory::bytes).sum();
    }

    @Override
    public void close() {
        keepOnly(Set.of());
    }
}
