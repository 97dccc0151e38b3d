package dev.lathe.container;

import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a container section by section. */
final class SectionReader {
    /** A section whose checksum is right. */
    record Section(Sections.Kind kind, byte[] payload) {}

    private static final int CHUNK_BYTES = 1 << 16;
    private static final byte[] NONE = {};

    private final InputStream in;
    private final CRC32C sum = new CRC32C();
    private final boolean sized;
    private long left;

    /**
     * Begins with magic and version.
     *
     * @param size bytes of the container; {@link Long#MAX_VALUE} if that is not known
     */
    SectionReader(InputStream in, long size) throws IOException {
        this.in = in;
        this.left = size;
        this.sized = size < Long.MAX_VALUE;
        byte[] magic = take(Sections.magic().length);
        if (!Arrays.equals(magic, Sections.magic())) {
            throw new ModelException("is no .lathe file");
        }
        int version = ByteBuffer.wrap(take(Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (version != Sections.VERSION) {
            throw new UnsupportedException(
                    "is a .lathe file of version " + version + ", known is version " + Sections.VERSION);
        }
    }

    /** The next section. */
    Section next() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(take(Sections.HEAD_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        Sections.Kind[] kinds = Sections.Kind.values();
        int kind = PayloadReader.within(head.get() & 0xff, 0, kinds.length - 1, "the kind of a section");
        byte[] payload = take(head.getInt());
        int found = (int) sum.getValue();
        int stored = ByteBuffer.wrap(read(Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (found != stored) {
            throw new ModelException("the checksum of section " + kinds[kind] + " is wrong: the file is damaged");
        }
        return new Section(kinds[kind], payload);
    }

    /** Refuses what follows the last section. */
    void finish() throws IOException {
        if (in.read() >= 0) {
            throw new ModelException("goes on after its end");
        }
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = read(length);
        sum.update(bytes);
        return bytes;
    }

    private byte[] read(int length) throws IOException {
        if (length < 0 || length > left) {
            throw new ModelException("a section of " + (length & 0xffffffffL) + " bytes exceeds the file");
        }
        byte[] bytes = sized ? new byte[length] : NONE;
        int found = 0;
        while (found < length) {
            if (found == bytes.length) {
                // Where nobody knows how much will come, memory is taken as it comes.
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, Math.max(CHUNK_BYTES, 2L * found)));
            }
            // The channel below takes memory of its own for what is read at once.
            int more = in.read(bytes, found, Math.min(CHUNK_BYTES, bytes.length - found));
            if (more < 0) {
                throw new ModelException("ends early: " + length + " bytes were to come, " + found + " came");
            }
            found += more;
        }
        left -= length;
        return bytes;
    }
}
