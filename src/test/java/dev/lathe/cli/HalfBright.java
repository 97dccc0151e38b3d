package dev.lathe.cli;

import dev.lathe.data.IdxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Images of noise whose upper half (label 0) or lower half (label 1) is brighter, as IDX files in a folder. */
record HalfBright(Path folder) {
    private static final int IMAGES = 60;
    private static final int SIDE = 28;

    /** What {@code --data} takes. */
    String spec() throws IOException {
        Random random = new Random(8);
        byte[] labels = new byte[IMAGES];
        byte[] pixels = new byte[IMAGES * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (SIDE * SIDE);
            labels[image] = (byte) (image % 2);
            boolean bright = i % (SIDE * SIDE) / (SIDE * SIDE / 2) == image % 2;
            pixels[i] = (byte) (random.nextInt(128) + (bright ? 100 : 0));
        }
        Path images = IdxFiles.write(folder.resolve("images"), pixels, IMAGES, SIDE, SIDE);
        return "idx:" + images + "," + IdxFiles.write(folder.resolve("labels"), labels, IMAGES);
    }

    /** The same images, all of label 0. */
    String unlabelled() throws IOException {
        spec();
        return "idx:" + folder.resolve("images") + ","
                + IdxFiles.write(folder.resolve("others"), new byte[IMAGES], IMAGES);
    }
}
