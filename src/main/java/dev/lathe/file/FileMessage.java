package dev.lathe.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words for those who use it: the messages of the JDK often are a bare path. */
public final class FileMessage {
    private FileMessage() {}

    /**
     * A sentence about {@code file}.
     *
     * @param file a path, or how messages call what was read
     * @param failed what did not work, for example {@code cannot be read}; left out when {@code file} does not exist
     */
    public static String of(Object file, String failed, IOException e) {
        if (e instanceof NoSuchFileException missing && file.toString().equals(missing.getFile())) {
            return file + ": does not exist";
        }
        return file + ": " + failed + ": " + reason(e);
    }

    /** Why, without the name of the exception. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NotDirectoryException file -> file.getFile() + " is not a folder";
            case FileAlreadyExistsException other -> other.getFile() + " exists and is something else";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case CharacterCodingException _ -> "it is not text in UTF-8";
            case IOException other when other.getMessage() != null -> other.getMessage();
            case IOException _ -> "no reason is known";
        };
    }
}
