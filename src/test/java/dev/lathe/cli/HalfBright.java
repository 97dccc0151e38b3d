package dev.lathe.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
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
        Path images = idx("images", pixels, IMAGES, SIDE, SIDE);
        return "idx:" + images + "," + idx("labels", labels, IMAGES);
    }

    /** The same images, all of label 0. */
    String unlabelled() throws IOException {
        spec();
        return "idx:" + folder.resolve("images") + "," + idx("others", new byte[IMAGES], IMAGES);
    }

    private Path idx(String name, byte[] values, int... extents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x800 + extents.length);
        for (int extent : extents) {
            out.writeInt(extent);
        }
        out.write(values);
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
