package dev.lathe.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes a container section by section. */
final class SectionWriter {
    private static final int CHUNK_BYTES = 1 << 16;

    private final OutputStream out;
    private final CRC32C sum = new CRC32C();

    SectionWriter(OutputStream out) throws IOException {
        this.out = out;
        byte[] header = Sections.header();
        sum.update(header);
        out.write(header);
    }

    /** Appends one section. */
    void write(Sections.Kind kind, byte[] payload) throws IOException {
        byte[] head = littleEndian(Sections.HEAD_BYTES)
                .put((byte) kind.ordinal())
                .putInt(payload.length)
                .array();
        sum.update(head);
        sum.update(payload);
        out.write(head);
        for (int from = 0; from < payload.length; from += CHUNK_BYTES) {
            // The channel below takes memory of its own for what is written at once.
            out.write(payload, from, Math.min(CHUNK_BYTES, payload.length - from));
        }
        out.write(littleEndian(Integer.BYTES).putInt((int) sum.getValue()).array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
