package dev.lathe.backend.gpu.cuda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads JCuda, and the class that calls it, once more than the class path does. JCuda asks its class loader for its
 * native library before it copies that to a shared place under a fixed name; this one answers with a copy in a folder
 * that is new and the user's alone. Closing deletes the copy, which may be in use.
 */
final class JcudaLoader extends ClassLoader implements AutoCloseable {
    private static final String CALLS = "dev.lathe.backend.gpu.cuda.JcudaCalls";
    private static final String JCUDA = "jcuda.";

    private final Path folder;
    private final Path library;

    /** @param library the resource that JCuda's native library is */
    JcudaLoader(String library) throws IOException {
        super("jcuda", JcudaLoader.class.getClassLoader());
        try (InputStream in = getParent().getResourceAsStream(library)) {
            if (in == null) {
                throw new FileNotFoundException("it has no " + library);
            }
            // nobody else may look into a folder that is made like this
            this.folder = Files.createTempDirectory("lathe-cuda");
            this.library = folder.resolve(Path.of(library).getFileName());
            Files.copy(in, this.library);
        }
    }

    /** JCuda, its native library loaded. */
    CudaCalls calls() throws ReflectiveOperationException {
        return (CudaCalls) Class.forName(CALLS, true, this)
                .getDeclaredConstructor(String.class)
                .newInstance(library.toString());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(JCUDA) && !name.equals(CALLS) && !name.startsWith(CALLS + "$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? defined(name) : loaded;
        }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected String findLibrary(String name) {
        return library.toString();
    }

    /** Deletes what can be deleted while it is in use; the rest goes when the JVM ends. */
    @Override
    public void close() {
        for (Path path : List.of(library, folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException _) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
