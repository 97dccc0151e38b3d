package dev.lathe.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.lathe.error.ModelException;
import dev.lathe.error.UnsupportedException;
import dev.lathe.file.FileMessage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The bytes of a tensor kept in a file of its own. That file must lie in the model's folder or below and be reached
 * without {@code ..}, an absolute path or a link of any kind, so that a model from elsewhere cannot make its reader
 * hand out other files.
 */
final class ExternalData {
    static final String LOCATION = "location";

    private final ModelSource source;
    private final String tensor;
    private final Map<String, String> entries = new HashMap<>();

    ExternalData(ModelSource source, TensorProto proto) {
        this.source = source;
        this.tensor = proto.getName();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            if (entries.put(entry.getKey(), entry.getValue()) != null) {
                throw refused("gives " + ModelSource.quote(entry.getKey()) + " twice");
            }
        }
    }

    static boolean isExternal(TensorProto proto) {
        return proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** Where it lies; empty when the file does not say. */
    String location() {
        return entries.getOrDefault(LOCATION, "");
    }

    /** What {@code body} makes of the tensor's bytes, of which there must be {@code bytes}; it must not keep them. */
    <R> R read(long bytes, Function<MemorySegment, R> body) {
        Path file = resolve();
        long offset = number("offset", 0);
        long length = number("length", bytes);
        if (length != bytes) {
            throw refused("has length " + length + ", but the declared dims need " + bytes + " bytes");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                Arena arena = Arena.ofConfined()) {
            if (offset > channel.size() || length > channel.size() - offset) {
                throw refused(
                        "wants bytes " + offset + " to " + offset + " + " + length + " of a file of " + channel.size());
            }
            return body.apply(channel.map(FileChannel.MapMode.READ_ONLY, offset, length, arena));
        } catch (IOException e) {
            throw refused("cannot be read: " + FileMessage.reason(e));
        }
    }

    private Path resolve() {
        Path folder = source.folder();
        if (folder == null) {
            throw new UnsupportedException(source.label() + ": tensor " + ModelSource.quote(tensor)
                    + " lies in a file of its own, and a model read from memory has no folder to look in");
        }
        String location = location();
        List<String> parts = List.of(location.split("/", -1));
        boolean plain = parts.stream().noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals("..") || isForeign(p));
        if (!plain) {
            throw refused("must be a relative path inside the model's folder");
        }
        try {
            return walk(folder, parts);
        } catch (InvalidPathException e) {
            throw refused("is no path: " + e.getReason());
        } catch (IOException e) {
            throw refused("cannot be read: " + FileMessage.reason(e));
        }
    }

    /** Separators and drive letters of other systems: harmless here, but not where the model is sent next. */
    private static boolean isForeign(String part) {
        return part.contains("\\") || part.contains(":");
    }

    private Path walk(Path folder, List<String> parts) throws IOException {
        Path path = folder;
        for (String part : parts) {
            path = path.resolve(part);
            if (Files.isSymbolicLink(path)) {
                throw refused("goes through a symbolic link");
            }
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(Files.exists(path) ? "is not a regular file" : "does not exist");
        }
        boolean unix = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
        if (unix && !Integer.valueOf(1).equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS))) {
            throw refused("has several hard links, so that it may be a file from elsewhere");
        }
        return path;
    }

    private long number(String key, long absent) {
        String text = entries.get(key);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(key + " " + ModelSource.quote(text) + " is not a number");
        }
        throw refused(key + " " + text + " is negative");
    }

    private ModelException refused(String what) {
        return new ModelException(source.label() + ": tensor " + ModelSource.quote(tensor) + ": external data "
                + ModelSource.quote(location()) + " " + what);
    }
}
