package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.error.LimitException;
import dev.lathe.tensor.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an {@link Npy} file declares.
 *
 * @param length bytes before the first element
 */
record NpyHeader(NpyElement element, Shape shape, int length) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    /** Longer than any header of a tensor; NumPy's own limit is 10,000. */
    private static final int TEXT_LIMIT = 1 << 16;

    private static final int RANK_LIMIT = 32;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{0,64})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    static NpyHeader read(ReadableByteChannel channel, Path file) throws IOException {
        try {
            byte[] start = bytes(channel, MAGIC.length + 2);
            if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new DataException(file + ": not a NumPy array file");
            }
            int version = start[MAGIC.length];
            if (version != 1 && version != 2) {
                throw new DataException(file + ": format version " + version + ", wanted 1 or 2");
            }
            int lengthBytes = version == 1 ? 2 : 4;
            long textLength = length(bytes(channel, lengthBytes));
            if (textLength > TEXT_LIMIT) {
                throw new DataException(file + ": a header of " + textLength + " bytes is no header of an array");
            }
            String text = new String(bytes(channel, (int) textLength), StandardCharsets.ISO_8859_1);
            return parse(text, start.length + lengthBytes + (int) textLength, file);
        } catch (EOFException e) {
            throw new DataException(file + ": the file ends inside the header", e);
        }
    }

    private static byte[] bytes(ReadableByteChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        Npy.readFully(channel, buffer);
        return buffer.array();
    }

    private static long length(byte[] littleEndian) {
        ByteBuffer buffer = ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN);
        return littleEndian.length == 2 ? buffer.getShort() & 0xffff : buffer.getInt() & 0xffff_ffffL;
    }

    private static NpyHeader parse(String text, int length, Path file) {
        String order = find(ORDER, text, "fortran_order", file);
        if (order.equals("True")) {
            throw new DataException(file + ": the array is column-major (fortran_order), wanted row-major");
        }
        NpyElement element = element(find(DESCR, text, "descr", file), file);
        return new NpyHeader(element, shape(find(SHAPE, text, "shape", file), file), length);
    }

    private static String find(Pattern pattern, String text, String key, Path file) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new DataException(file + ": the header has no usable '" + key + "'");
        }
        return matcher.group(1);
    }

    private static NpyElement element(String descr, Path file) {
        for (NpyElement element : NpyElement.values()) {
            boolean ordered = descr.startsWith("<") || element.bytes() == 1 && descr.startsWith("|");
            if (ordered && descr.substring(1).equals(element.code())) {
                return element;
            }
        }
        throw new DataException(
                file + ": elements are '" + descr + "', wanted little-endian f2, f4, f8, i4, i8, or i1, u1, b1");
    }

    private static Shape shape(String tuple, Path file) {
        String[] parts = tuple.isBlank() ? new String[0] : tuple.split(",");
        long[] dims = new long[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                dims[i] = Long.parseLong(parts[i].strip());
            }
            if (dims.length > RANK_LIMIT) {
                throw new DataException(file + ": an array of rank " + dims.length);
            }
            return Shape.of(dims);
        } catch (NumberFormatException | LimitException e) {
            throw new DataException(file + ": unusable shape (" + tuple + ")", e);
        }
    }

    /** The header of version 1, padded so that the elements are aligned. */
    static byte[] bytes(NpyElement element, Shape shape) {
        StringBuilder dims = new StringBuilder();
        for (int dim : shape.dims()) {
            dims.append(dims.isEmpty() ? "" : " ").append(dim).append(',');
        }
        if (shape.rank() > 1) {
            dims.setLength(dims.length() - 1);
        }
        String descr = (element.bytes() == 1 ? "|" : "<") + element.code();
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + dims + "), }";
        int prefix = MAGIC.length + 4;
        int length = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - prefix));
        buffer.put(text.getBytes(StandardCharsets.ISO_8859_1));
        while (buffer.remaining() > 1) {
            buffer.put((byte) ' ');
        }
        return buffer.put((byte) '\n').array();
    }
}
