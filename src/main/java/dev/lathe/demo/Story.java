package dev.lathe.demo;

import dev.lathe.Engine;
import dev.lathe.Session;
import dev.lathe.backend.Device;
import dev.lathe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The networks on one opened device; made by {@link #open}, closed by whoever opened it. */
final class Story implements AutoCloseable {
    /** What one look at a picture gave, and how long its two halves took. */
    record Look(List<TextRegion> regions, double detectMilliseconds, double classifyMilliseconds) {
        List<Orientation> orientations() {
            return regions.stream().map(TextRegion::orientation).toList();
        }

        double milliseconds() {
            return detectMilliseconds + classifyMilliseconds;
        }
    }

    private final Engine engine;
    private final Session detector;
    private final Session classifier;
    private final Session recogniser;
    private final List<String> alphabet;

    private Story(Engine engine, DemoModels models) {
        this.engine = engine;
        this.detector = engine.session(models.detector());
        this.classifier = engine.session(models.classifier());
        this.recogniser = engine.session(models.recogniser());
        this.alphabet = models.alphabet();
    }

    static Story open(String deviceId, DemoModels models) {
        return new Story(Engine.open(deviceId), models);
    }

    Device device() {
        return engine.device();
    }

    /** Finds lines and tells their orientation. */
    Look look(Picture picture) {
        long start = System.nanoTime();
        List<RegionDetector.Region> found = new RegionDetector(net(detector)).detect(picture);
        long middle = System.nanoTime();
        List<Quad> quads = found.stream().map(RegionDetector.Region::quad).toList();
        List<Orientation> orientations = new OrientationClassifier(net(classifier)).classify(picture, quads);
        List<TextRegion> regions = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            regions.add(new TextRegion(quads.get(i), found.get(i).score(), orientations.get(i), ""));
        }
        long end = System.nanoTime();
        return new Look(regions, (middle - start) / 1e6, (end - middle) / 1e6);
    }

    /** {@code regions} with what they say. */
    List<TextRegion> read(Picture picture, List<TextRegion> regions) {
        List<Quad> lines = regions.stream()
                .map(region -> region.corners().turned(region.orientation().degrees()))
                .toList();
        List<String> texts = new TextReader(net(recogniser), alphabet).read(picture, lines);
        List<TextRegion> read = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            read.add(regions.get(i).withText(texts.get(i)));
        }
        return read;
    }

    private static UnaryOperator<Tensor> net(Session session) {
        String input = session.model().inputs().getFirst().name();
        String output = session.model().outputs().getFirst().name();
        return x -> session.run(Map.of(input, x)).get(output);
    }

    @Override
    public void close() {
        recogniser.close();
        classifier.close();
        detector.close();
        engine.close();
    }
}
