package dev.lathe.train;

import dev.lathe.compress.prune.Mask;
import dev.lathe.error.DataException;
import dev.lathe.error.LatheException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads {@link CheckpointFormat}. */
final class CheckpointReader {
    private static final int CHUNK = 1 << 16;

    private final DataInputStream in;
    private final byte[] chunk = new byte[CHUNK];

    private CheckpointReader(DataInputStream in) {
        this.in = in;
    }

    /**
     * Replaces all of {@code state}. Looks at the checksum before anything else, so that damage is called damage and
     * the state is left alone.
     *
     * @throws DataException if the file is missing or damaged
     * @throws dev.lathe.error.TrainingException if it was written under another configuration than {@code wanted}
     */
    static void read(Path file, Configuration wanted, TrainingState state) {
        try {
            check(file);
            try (DataInputStream in = open(file)) {
                new CheckpointReader(in).read(wanted, state);
            }
        } catch (LatheException e) {
            throw e.in(file.toString());
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK));
    }

    private static void check(Path file) throws IOException {
        long left = Files.size(file) - Long.BYTES;
        try (DataInputStream in = open(file)) {
            if (left < Long.BYTES + Integer.BYTES || in.readLong() != CheckpointFormat.MAGIC) {
                throw new DataException("is no checkpoint of a training");
            }
        }
        try (DataInputStream in = open(file)) {
            CRC32C crc = new CRC32C();
            byte[] bytes = new byte[CHUNK];
            while (left > 0) {
                int count = (int) Math.min(left, CHUNK);
                in.readFully(bytes, 0, count);
                crc.update(bytes, 0, count);
                left -= count;
            }
            if (in.readLong() != crc.getValue()) {
                throw new DataException("is damaged: its checksum does not fit");
            }
        }
    }

    private void read(Configuration wanted, TrainingState state) throws IOException {
        in.readLong();
        int version = in.readInt();
        if (version != CheckpointFormat.VERSION) {
            throw new DataException("is a checkpoint of version " + version + ", wanted " + CheckpointFormat.VERSION);
        }
        wanted.require(configuration());
        History history = history();
        int step = in.readInt();
        Tally tally = new Tally(in.readLong(), in.readDouble(), in.readLong());
        state.optimiser().steps(in.readLong());
        for (Parameter parameter : state.weights().all()) {
            floats(parameter.values());
            parameter.restore(mask(parameter));
            for (float[] slot : state.optimiser().slots(parameter)) {
                floats(slot);
            }
        }
        state.restore(history, step, tally, in.readBoolean() ? values(state.weights()) : List.of());
    }

    private Configuration configuration() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String what = text();
            entries.put(what, text());
        }
        return new Configuration(entries);
    }

    private String text() throws IOException {
        return new String(in.readNBytes(Math.max(0, length(Integer.MAX_VALUE))), StandardCharsets.UTF_8);
    }

    private int length(int most) throws IOException {
        int length = in.readInt();
        if (length < CheckpointFormat.NO_MASK || length > most) {
            throw new DataException("is damaged: a length is " + length + ", wanted at most " + most);
        }
        return length;
    }

    private History history() throws IOException {
        List<EpochResult> epochs = new ArrayList<>();
        int count = in.readInt();
        for (int epoch = 0; epoch < count; epoch++) {
            epochs.add(new EpochResult(epoch, in.readDouble(), metrics(), metrics(), in.readBoolean()));
        }
        return new History(epochs);
    }

    private Metrics metrics() throws IOException {
        return new Metrics(in.readDouble(), in.readDouble());
    }

    private @Nullable Mask mask(Parameter parameter) throws IOException {
        int size = parameter.tensor().size();
        int length = length(size / Long.SIZE + 1);
        if (length == CheckpointFormat.NO_MASK) {
            return null;
        }
        long[] words = new long[length];
        for (int i = 0; i < length; i++) {
            words[i] = in.readLong();
        }
        return Mask.of(parameter.name(), size, BitSet.valueOf(words));
    }

    private List<Tensor> values(Parameters weights) throws IOException {
        List<Tensor> all = new ArrayList<>();
        for (Parameter parameter : weights.all()) {
            Tensor values = Tensor.zeros(parameter.tensor().type());
            floats(values.floats());
            all.add(values);
        }
        return all;
    }

    private void floats(float[] values) throws IOException {
        int most = CHUNK / Float.BYTES;
        for (int begin = 0; begin < values.length; begin += most) {
            int count = Math.min(most, values.length - begin);
            in.readFully(chunk, 0, count * Float.BYTES);
            ByteBuffer.wrap(chunk).asFloatBuffer().get(values, begin, count);
        }
    }
}
