package dev.lathe.container;

import dev.lathe.error.ModelException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The section of the graph: the length of an ONNX model as a number, and the model in zlib's format. */
final class GraphPayload {
    /** No deflated byte stands for more. */
    private static final int MOST_RATIO = 1032;

    private GraphPayload() {}

    static byte[] write(byte[] model) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(model);
            deflater.finish();
            PayloadWriter to = new PayloadWriter();
            to.number(model.length);
            byte[] chunk = new byte[1 << 16];
            while (!deflater.finished()) {
                to.bytes(chunk, deflater.deflate(chunk));
            }
            return to.toBytes();
        } finally {
            deflater.end();
        }
    }

    /**
     * The model.
     *
     * @throws ModelException if the section is damaged
     */
    static byte[] read(byte[] payload) {
        PayloadReader from = new PayloadReader(payload);
        int length = from.number("the length of the graph");
        if (length > (long) MOST_RATIO * from.left()) {
            throw new ModelException(from.left() + " deflated bytes cannot stand for " + length);
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(payload, payload.length - from.left(), from.left());
            byte[] model = new byte[length];
            int found = inflater.inflate(model);
            // One more call lets it look at the checksum after the last byte.
            boolean longer = inflater.inflate(new byte[1]) > 0;
            if (found < length || longer || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new ModelException("the deflated graph is not of the declared length");
            }
            return model;
        } catch (DataFormatException e) {
            throw new ModelException("the graph is not in zlib's format: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
