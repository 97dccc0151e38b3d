package dev.lathe.backend.gpu.opencl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs in a folder, one file each, named by the hash of all that they depend on. A file holds the SHA-256
 * of the binary, then the binary; one that does not match is not used. Files are written under another name and moved,
 * so any number of processes may share the folder. A folder that cannot be used costs time, nothing else.
 */
final class BinaryCache {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryCache.class);

    /** Changes when the form of the files or the way of naming them does. */
    private static final String FORMAT = "1";

    private static final int HASH_BYTES = 32;

    private final @Nullable Path folder;

    /** @param folder null: nothing is kept */
    BinaryCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Where the program of these belongs. */
    Entry entry(String text, String options, String device) {
        String all = String.join("\0", FORMAT, text, options, device);
        String name = HexFormat.of().formatHex(sha256(all.getBytes(StandardCharsets.UTF_8)));
        return new Entry(folder == null ? null : folder.resolve(name + ".bin"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** One program's file, which may not exist. */
    record Entry(@Nullable Path file) {
        Optional<byte[]> read() {
            if (file == null || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                byte[] bytes = Files.readAllBytes(file);
                byte[] binary = Arrays.copyOfRange(bytes, Math.min(HASH_BYTES, bytes.length), bytes.length);
                if (bytes.length <= HASH_BYTES || !Arrays.equals(sha256(binary), Arrays.copyOf(bytes, HASH_BYTES))) {
                    LOG.warn("{} is damaged; the kernel is built anew", file);
                    return Optional.empty();
                }
                return Optional.of(binary);
            } catch (IOException e) {
                LOG.warn("{} cannot be read; the kernel is built anew ({})", file, e.toString());
                return Optional.empty();
            }
        }

        void write(byte[] binary) {
            if (file == null) {
                return;
            }
            try {
                Files.createDirectories(file.getParent());
                Path fresh = Files.createTempFile(file.getParent(), "new", ".bin");
                try {
                    byte[] hash = sha256(binary);
                    Files.write(
                            fresh,
                            ByteBuffer.allocate(hash.length + binary.length)
                                    .put(hash)
                                    .put(binary)
                                    .array());
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            } catch (IOException e) {
                LOG.warn("compiled kernels are not kept: {} cannot be written ({})", file, e.toString());
            }
        }
    }
}
