package dev.lathe.data;

import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder for each class with its images; classes and images in the order of their names. Decodes on demand. */
public final class ImageFolder implements Dataset {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

    private record Entry(Path file, int label) {}

    private final List<String> classes;
    private final List<Entry> entries;

    private ImageFolder(List<String> classes, List<Entry> entries) {
        this.classes = List.copyOf(classes);
        this.entries = List.copyOf(entries);
    }

    /**
     * Lists the images under {@code folder}; files of other kinds are passed over.
     *
     * @throws DataException if there are none
     */
    public static Dataset read(Path folder) {
        List<String> classes = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Path each : list(folder, Files::isDirectory)) {
            int label = classes.size();
            classes.add(each.getFileName().toString());
            list(each, ImageFolder::isImage).forEach(file -> entries.add(new Entry(file, label)));
        }
        if (entries.isEmpty()) {
            throw new DataException(folder + ": no images, wanted a folder for each class with "
                    + String.join(", ", ENDINGS.stream().sorted().toList()) + " files");
        }
        return new ImageFolder(classes, entries);
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(FileMessage.of(folder, "cannot be listed", e), e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(ending) && Files.isRegularFile(file);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public int label(int index) {
        return entries.get(index).label;
    }

    @Override
    public Tensor image(int index) {
        return ImageDecoder.decode(entries.get(index).file);
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
