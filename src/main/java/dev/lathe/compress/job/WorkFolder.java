package dev.lathe.compress.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.compress.Notes;
import dev.lathe.compress.prune.Scores;
import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.file.FileMessage;
import dev.lathe.file.WholeFile;
import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder beside the output that holds finished parts of the work until all is done. The names of its files begin with
 * a digest of network, steps and images, so that parts of other work are never taken up.
 */
final class WorkFolder implements Notes {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String FACTORS = ".factors";
    private static final int DIGITS = 16;
    private static final int CHUNK = 1 << 16;

    private final CompressOptions options;
    private final Graph graph;
    private final Path folder;
    private final Path scores;
    /** Worked out when it is first needed, as it takes a look at every weight. */
    private @Nullable String key;

    /** That of the work on {@code graph}; nothing is made before something is kept. */
    WorkFolder(CompressOptions options, Graph graph) {
        this.options = options;
        this.graph = graph;
        Path output = options.output().toAbsolutePath();
        this.folder = output.resolveSibling(output.getFileName() + ".work");
        this.scores = options.scores() == null ? folder.resolve("scores.json") : options.scores();
    }

    private String key() {
        if (key == null) {
            key = digest();
        }
        return key;
    }

    private String digest() {
        MessageDigest digest = sha256();
        for (Node node : graph.nodes()) {
            digest.update((node.name() + node.op() + node.inputs()).getBytes(StandardCharsets.UTF_8));
        }
        graph.constants().forEach((name, tensor) -> {
            digest.update((name + tensor.type()).getBytes(StandardCharsets.UTF_8));
            digest(digest, tensor);
        });
        CompressionConfig config = options.config();
        digest.update((config.lowRank() + " " + config.prune() + " " + options.images() + " " + options.device())
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static void digest(MessageDigest digest, Tensor tensor) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        boolean floats = tensor.dtype() == DType.FLOAT32;
        for (int i = 0; i < tensor.size(); i++) {
            if (floats) {
                chunk.putInt(Float.floatToRawIntBits(tensor.floats()[i]));
            } else {
                chunk.putLong(tensor.longAt(i));
            }
            if (chunk.remaining() < Long.BYTES || i == tensor.size() - 1) {
                digest.update(chunk.flip());
                chunk.clear();
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Optional<Thinned> thinned(String work) {
        Path file = file(work);
        try {
            return FactorsFile.read(file);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    @Override
    public void keep(String work, Thinned thinned) {
        FactorsFile.write(file(work), thinned);
    }

    private Path file(String work) {
        byte[] name = sha256().digest(work.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(key() + "-" + HexFormat.of().formatHex(name).substring(0, DIGITS) + FACTORS);
    }

    /** Scores and what they are of. */
    private record Kept(String key, Scores scores) {}

    @Override
    public Optional<Scores> scores() {
        if (!Files.exists(scores)) {
            return Optional.empty();
        }
        try {
            Kept kept = JSON.readValue(Files.readString(scores), Kept.class);
            if (kept.key().equals(key())) {
                return Optional.of(kept.scores());
            }
        } catch (JsonProcessingException e) {
            throw new InputException(scores + ": holds no scores: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(scores, "cannot be read", e), e);
        }
        if (options.scores() != null) {
            throw new InputException(scores + ": holds scores of another network, other steps or other images");
        }
        return Optional.empty();
    }

    @Override
    public void keep(Scores found) {
        WholeFile.write(scores, out -> out.write(JSON.writeValueAsBytes(new Kept(key(), found))));
    }

    /** Removes what was kept in the folder, and the folder if nothing else is in it. */
    void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.toList();
            }
            List<Path> own = files.stream().filter(this::isOwn).toList();
            for (Path file : own) {
                Files.delete(file);
            }
            if (own.size() == files.size()) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new DataException(FileMessage.of(folder, "cannot be removed", e), e);
        }
    }

    private boolean isOwn(Path file) {
        return file.toString().endsWith(FACTORS) || file.equals(scores);
    }
}
