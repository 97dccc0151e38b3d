package dev.lathe.backend.gpu.cuda;

import dev.lathe.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * Copies between tensors and the device by way of pinned memory, which is all that CUDA copies while the host goes on.
 * Two pieces take turns: one is filled while the other is on its way. Not safe to use from many threads; what fails may
 * be tried again.
 */
final class Staging {
    /** Long enough that starting a copy does not count. */
    private static final int PIECE = 4 << 20;

    /** A piece and the moment at which its last copy is over. */
    private record Slot(CudaCalls.HostMemory memory, CudaCalls.Event done) {}

    private final CudaCalls calls;
    private final CudaCalls.Stream stream;
    private final Slot[] slots = new Slot[2];
    private int next;

    Staging(CudaCalls calls, CudaCalls.Stream stream) {
        this.calls = calls;
        this.stream = stream;
    }

    /** Copies all of {@code from} to {@code to}; what is not there yet is on its way. */
    void upload(Tensor from, long to) {
        long bytes = from.type().bytes();
        for (long at = 0; at < bytes; at += PIECE) {
            Slot slot = free();
            int length = (int) Math.min(PIECE, bytes - at);
            fill(from, at, slot.memory.bytes().limit(length).position(0));
            calls.copyToDevice(slot.memory, to + at, length, stream);
            calls.record(slot.done, stream);
        }
    }

    /** Copies into all of {@code to} what lies at {@code from}, and waits for it. */
    void download(long from, Tensor to) {
        long bytes = to.type().bytes();
        Slot before = null;
        for (long at = 0; at < bytes + PIECE; at += PIECE) {
            Slot slot = null;
            if (at < bytes) {
                slot = free();
                calls.copyToHost(from + at, slot.memory, Math.min(PIECE, bytes - at), stream);
                calls.record(slot.done, stream);
            }
            if (before != null) {
                calls.synchronize(before.done);
                long start = at - PIECE;
                int length = (int) Math.min(PIECE, bytes - start);
                drain(before.memory.bytes().limit(length).position(0), to, start);
            }
            before = slot;
        }
    }

    /** The piece whose turn it is, when nothing is on its way there or from there. */
    private Slot free() {
        int turn = next;
        next = 1 - next;
        if (slots[turn] == null) {
            slots[turn] = fresh();
        } else {
            calls.synchronize(slots[turn].done);
        }
        return slots[turn];
    }

    private Slot fresh() {
        CudaCalls.HostMemory memory = calls.allocateHost(PIECE);
        try {
            return new Slot(memory, calls.createEvent());
        } catch (CudaError e) {
            throw Undo.after(e, () -> calls.freeHost(memory));
        }
    }

    private static void fill(Tensor from, long at, ByteBuffer piece) {
        int first = (int) (at / from.dtype().bytes());
        int count = piece.remaining() / from.dtype().bytes();
        switch (from.dtype()) {
            case FLOAT32 -> piece.asFloatBuffer().put(from.floats(), first, count);
            case INT64 -> piece.asLongBuffer().put(from.longs(), first, count);
            case INT32 -> piece.asIntBuffer().put(from.ints(), first, count);
            case INT8, UINT8, BOOL -> piece.put(from.bytes(), first, count);
        }
    }

    private static void drain(ByteBuffer piece, Tensor to, long at) {
        int first = (int) (at / to.dtype().bytes());
        int count = piece.remaining() / to.dtype().bytes();
        switch (to.dtype()) {
            case FLOAT32 -> piece.asFloatBuffer().get(to.floats(), first, count);
            case INT64 -> piece.asLongBuffer().get(to.longs(), first, count);
            case INT32 -> piece.asIntBuffer().get(to.ints(), first, count);
            case INT8, UINT8, BOOL -> piece.get(to.bytes(), first, count);
        }
    }

    /** Forgets both pieces, after {@code freeing} was told of each. */
    void clear(Freeing freeing) {
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            if (slot != null) {
                slots[i] = null;
                freeing.freed(slot.memory, slot.done);
            }
        }
    }

    /** Gives back what a piece is made of. */
    @FunctionalInterface
    interface Freeing {
        void freed(CudaCalls.HostMemory memory, CudaCalls.Event done);
    }
}
