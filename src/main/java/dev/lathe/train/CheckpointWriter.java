package dev.lathe.train;

import dev.lathe.compress.prune.Mask;
import dev.lathe.file.WholeFile;
import dev.lathe.tensor.Tensor;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the state of a training in {@link CheckpointFormat}. */
final class CheckpointWriter {
    private static final int CHUNK = 1 << 14;

    private final DataOutputStream out;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);

    private CheckpointWriter(DataOutputStream out) {
        this.out = out;
    }

    /** @throws dev.lathe.error.DataException if that fails; an old file is then as it was */
    static void write(Path file, Configuration configuration, TrainingState state) {
        WholeFile.write(file, raw -> {
            CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32C());
            DataOutputStream out = new DataOutputStream(checked);
            new CheckpointWriter(out).write(configuration, state);
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
        });
    }

    private void write(Configuration configuration, TrainingState state) throws IOException {
        out.writeLong(CheckpointFormat.MAGIC);
        out.writeInt(CheckpointFormat.VERSION);
        out.writeInt(configuration.entries().size());
        for (var entry : configuration.entries().entrySet()) {
            text(entry.getKey());
            text(entry.getValue());
        }
        history(state.history());
        out.writeInt(state.step());
        out.writeLong(state.tally().images());
        out.writeDouble(state.tally().loss());
        out.writeLong(state.tally().correct());
        out.writeLong(state.optimiser().steps());
        for (Parameter parameter : state.weights().all()) {
            floats(parameter.values());
            mask(parameter.mask());
            for (float[] slot : state.optimiser().slots(parameter)) {
                floats(slot);
            }
        }
        out.writeBoolean(!state.best().isEmpty());
        for (Tensor best : state.best()) {
            floats(best.floats());
        }
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private void history(History history) throws IOException {
        out.writeInt(history.epochs().size());
        for (EpochResult epoch : history.epochs()) {
            out.writeDouble(epoch.rate());
            metrics(epoch.training());
            metrics(epoch.validation());
            out.writeBoolean(epoch.candidate());
        }
    }

    private void metrics(Metrics metrics) throws IOException {
        out.writeDouble(metrics.loss());
        out.writeDouble(metrics.top1());
    }

    private void mask(@Nullable Mask mask) throws IOException {
        if (mask == null) {
            out.writeInt(CheckpointFormat.NO_MASK);
            return;
        }
        long[] words = mask.positions().toLongArray();
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    private void floats(float[] values) throws IOException {
        for (int begin = 0; begin < values.length; begin += CHUNK) {
            int count = Math.min(CHUNK, values.length - begin);
            chunk.asFloatBuffer().put(values, begin, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }
}
