package dev.lathe.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A container taken apart and put together again, by the words of docs/container.md. */
record Parts(List<Part> parts) {
    private static final int HEADER_BYTES = 12;

    /** One section. */
    record Part(int kind, byte[] payload) {
        Part with(byte[] other) {
            return new Part(kind, other);
        }
    }

    Parts {
        parts = List.copyOf(parts);
    }

    static Parts of(byte[] container) {
        ByteBuffer bytes = ByteBuffer.wrap(container).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEADER_BYTES);
        List<Part> parts = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int kind = bytes.get();
            byte[] payload = new byte[bytes.getInt()];
            bytes.get(payload);
            bytes.getInt();
            parts.add(new Part(kind, payload));
        }
        return new Parts(parts);
    }

    /** The container, with checksums that are right. */
    byte[] joined() {
        int size = HEADER_BYTES
                + parts.stream().mapToInt(part -> 9 + part.payload.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C sum = new CRC32C();
        bytes.put(new byte[] {(byte) 0x8c, 'l', 'a', 't', 'h', 'e', '\r', '\n', 1, 0, 0, 0});
        sum.update(bytes.array(), 0, HEADER_BYTES);
        for (Part part : parts) {
            int from = bytes.position();
            bytes.put((byte) part.kind).putInt(part.payload.length).put(part.payload);
            sum.update(bytes.array(), from, bytes.position() - from);
            bytes.putInt((int) sum.getValue());
        }
        return bytes.array();
    }

    Parts with(int index, Part part) {
        List<Part> others = new ArrayList<>(parts);
        others.set(index, part);
        return new Parts(others);
    }

    Parts without(int index) {
        List<Part> others = new ArrayList<>(parts);
        others.remove(index);
        return new Parts(others);
    }

    /** With {@code part} before the one at {@code index}. */
    Parts plus(int index, Part part) {
        List<Part> others = new ArrayList<>(parts);
        others.add(index, part);
        return new Parts(others);
    }
}
