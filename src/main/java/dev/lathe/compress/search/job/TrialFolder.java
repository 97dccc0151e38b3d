package dev.lathe.compress.search.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.error.DataException;
import dev.lathe.error.InputException;
import dev.lathe.file.FileMessage;
import dev.lathe.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of what a search has found out, one file for each thing, whole or not there. Names of files begin with a
 * digest of all that the findings depend on, so that those of another search are never taken up.
 *
 * @param key that digest
 */
record TrialFolder(Path folder, String key) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int DIGITS = 16;

    /**
     * @param model the file that is shrunk
     * @param terms all else that findings depend on, in words
     */
    static TrialFolder of(Path folder, Path model, String terms) {
        try {
            MessageDigest digest = sha256();
            digest.update(Files.readAllBytes(model));
            digest.update(terms.getBytes(StandardCharsets.UTF_8));
            return new TrialFolder(folder, digits(digest));
        } catch (IOException e) {
            throw new DataException(FileMessage.of(model, "cannot be read", e), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String digits(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /** Where the network of {@code work} is kept. */
    Path network(String work) {
        return file(work, ".lathe");
    }

    /** @param work what a finding is about, in words that differ from those of all others */
    private Path file(String work, String ending) {
        MessageDigest digest = sha256();
        digest.update(work.getBytes(StandardCharsets.UTF_8));
        return folder.resolve(key + "-" + digits(digest) + ending);
    }

    /**
     * What was kept of {@code work}.
     *
     * @throws InputException if the file holds something else
     */
    <T> Optional<T> read(String work, Class<T> type) {
        Path file = file(work, ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), type));
        } catch (JsonProcessingException e) {
            throw new InputException(file + ": holds no record of a search: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DataException(FileMessage.of(file, "cannot be read", e), e);
        }
    }

    void keep(String work, Object found) {
        WholeFile.write(file(work, ".json"), out -> out.write(JSON.writeValueAsBytes(found)));
    }

    /** Removes what this search has kept, and the folder if nothing else is in it. */
    void delete() {
        try {
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.toList();
            }
            List<Path> own = files.stream()
                    .filter(file -> file.getFileName().toString().startsWith(key + "-"))
                    .toList();
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
}
