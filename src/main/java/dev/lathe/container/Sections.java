package dev.lathe.container;

/**
 * The frame of a container: magic and version, then sections, each a byte for its {@link Kind}, its length, its payload
 * and a checksum of everything up to here but the earlier checksums, so that no section can be changed, left out or
 * moved.
 */
final class Sections {
    /** What a section holds. */
    enum Kind {
        /** Nothing: the file is complete. */
        END,
        /** The graph, deflated. */
        GRAPH,
        /** One tensor. */
        TENSOR
    }

    static final int VERSION = 1;

    /** Kind and length. */
    static final int HEAD_BYTES = 1 + Integer.BYTES;

    /** All of a section but its payload. */
    static final int FRAME_BYTES = HEAD_BYTES + Integer.BYTES;

    private static final byte[] MAGIC = {(byte) 0x8c, 'l', 'a', 't', 'h', 'e', '\r', '\n'};

    private Sections() {}

    /** A byte that no text begins with, the name, and an end of line that a transfer as text would damage. */
    static byte[] magic() {
        return MAGIC.clone();
    }

    /** Magic and version. */
    static byte[] header() {
        byte[] header = new byte[MAGIC.length + Integer.BYTES];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[MAGIC.length] = VERSION;
        return header;
    }
}
