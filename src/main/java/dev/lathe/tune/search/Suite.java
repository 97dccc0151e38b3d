package dev.lathe.tune.search;

import dev.lathe.tune.Problem;
import java.util.List;
import java.util.stream.Stream;

/** The convolutions that VGG, ResNet and MobileNet are mostly made of, on pictures of 224 x 224. */
final class Suite {
    private Suite() {}

    static List<Problem> problems(int images) {
        return Stream.of(stems(), threes(), ones())
                .flatMap(List::stream)
                .map(shape -> shape.problem(images))
                .toList();
    }

    private record Square(int channels, int filters, int kernel, int stride, int out) {
        Problem problem(int images) {
            return new Problem(
                    images,
                    1,
                    channels,
                    filters,
                    List.of(1, kernel, kernel),
                    List.of(1, stride, stride),
                    List.of(1, 1, 1),
                    List.of(1, out, out));
        }
    }

    private static List<Square> stems() {
        return List.of(new Square(3, 64, 7, 2, 112), new Square(3, 64, 3, 1, 224), new Square(3, 32, 3, 2, 112));
    }

    private static List<Square> threes() {
        return List.of(
                new Square(64, 64, 3, 1, 56),
                new Square(128, 128, 3, 1, 28),
                new Square(256, 256, 3, 1, 14),
                new Square(512, 512, 3, 1, 7),
                new Square(64, 64, 3, 1, 224),
                new Square(128, 128, 3, 1, 112),
                new Square(256, 256, 3, 1, 56),
                new Square(512, 512, 3, 1, 28),
                new Square(512, 512, 3, 1, 14),
                new Square(64, 128, 3, 2, 28),
                new Square(128, 256, 3, 2, 14),
                new Square(256, 512, 3, 2, 7));
    }

    private static List<Square> ones() {
        return List.of(
                new Square(64, 256, 1, 1, 56),
                new Square(256, 64, 1, 1, 56),
                new Square(512, 128, 1, 1, 28),
                new Square(1024, 256, 1, 1, 14),
                new Square(256, 1024, 1, 1, 14),
                new Square(2048, 512, 1, 1, 7),
                new Square(16, 96, 1, 1, 112),
                new Square(144, 24, 1, 1, 56),
                new Square(32, 192, 1, 1, 28),
                new Square(384, 64, 1, 1, 14),
                new Square(320, 1280, 1, 1, 7));
    }
}
