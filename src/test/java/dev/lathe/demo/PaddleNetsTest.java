package dev.lathe.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Preparing pictures and understanding results, with PaddleOCR's networks run by ONNX Runtime. */
class PaddleNetsTest {
    private static byte[] entry(ZipFile zip, String name) throws IOException {
        return zip.getInputStream(zip.getEntry("models/" + name)).readAllBytes();
    }

    private static Tensor run(OrtSession session, Tensor x) {
        long[] dims = Arrays.stream(x.shape().dims()).asLongStream().toArray();
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(x.floats(), 0, x.size()), dims);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            OnnxTensor y = (OnnxTensor) result.get(0);
            float[] values = new float[Shape.of(y.getInfo().getShape()).size()];
            y.getFloatBuffer().get(values);
            return Tensor.of(Shape.of(y.getInfo().getShape()), values);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findTurnAndReadTheLinesOfTheSign(boolean upsideDown) throws IOException, OrtException {
        Picture picture = upsideDown ? Picture.sign().upsideDown() : Picture.sign();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (ZipFile zip = new ZipFile(DemoJar.orSkip().toFile());
                OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession detector = environment.createSession(entry(zip, "ch_PP-OCRv3_det_infer.onnx"), options);
                OrtSession classifier =
                        environment.createSession(entry(zip, "ch_ppocr_mobile_v2.0_cls_infer.onnx"), options);
                OrtSession recogniser = environment.createSession(entry(zip, "ch_PP-OCRv4_rec_infer.onnx"), options)) {
            List<Quad> quads = new RegionDetector(x -> run(detector, x))
                    .detect(picture).stream().map(RegionDetector.Region::quad).toList();
            List<Orientation> orientations =
                    new OrientationClassifier(x -> run(classifier, x)).classify(picture, quads);
            List<Quad> lines = new ArrayList<>();
            for (int i = 0; i < quads.size(); i++) {
                lines.add(quads.get(i).turned(orientations.get(i).degrees()));
            }
            List<String> alphabet = new String(entry(zip, "ppocr_keys_v1.txt"), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> texts = new TextReader(x -> run(recogniser, x), alphabet).read(picture, lines);

            assertThat(orientations).extracting(Orientation::degrees).containsOnly(upsideDown ? 180 : 0);
            assertSign(upsideDown ? lines.reversed() : lines, upsideDown ? texts.reversed() : texts, upsideDown);
        }
    }

    /** {@code lines} and {@code texts} from the sign's top to its bottom. */
    private static void assertSign(List<Quad> lines, List<String> texts, boolean upsideDown) {
        assertThat(texts.stream().map(Sign::withoutSpaces))
                .isEqualTo(Sign.LINES.stream().map(Sign.Line::text).toList());
        for (int i = 0; i < lines.size(); i++) {
            Sign.Line line = Sign.LINES.get(i);
            Point middle = upsideDown ? Sign.upsideDown(line.middle()) : line.middle();
            assertThat(lines.get(i).at(0.5, 0.5).minus(middle).length()).isLessThan(Sign.TOLERANCE);
            assertThat(lines.get(i).width()).isCloseTo(line.width(), within(2 * Sign.TOLERANCE));
        }
    }
}
