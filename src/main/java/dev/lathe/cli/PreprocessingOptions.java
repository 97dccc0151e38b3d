package dev.lathe.cli;

import dev.lathe.data.Extent;
import dev.lathe.data.Preprocessing;
import dev.lathe.data.Preprocessing.ChannelOrder;
import dev.lathe.data.Preprocessing.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done to images before a network sees them. */
final class PreprocessingOptions {
    @Option(
            names = "--resize",
            paramLabel = "SIZE",
            converter = Converters.ToExtent.class,
            description = "Resize to WIDTHxHEIGHT, or so that the shorter side is N; bilinear with antialiasing.")
    private @Nullable Extent resize;

    @Option(
            names = "--crop",
            paramLabel = "SIZE",
            converter = Converters.ToExtent.class,
            description = "Keep the centre, WIDTHxHEIGHT or NxN, after resizing.")
    private @Nullable Extent crop;

    @Option(
            names = "--scale",
            paramLabel = "X",
            converter = Converters.ToFactor.class,
            description = "Factor on pixels 0..255, a number or a fraction; default 1/255.")
    private float scale = 1 / 255f;

    @Option(
            names = "--mean",
            paramLabel = "X",
            split = ",",
            description = "Taken away after scaling: one value, or one per channel in their order; default 0.")
    private List<Float> mean = List.of(0f);

    @Option(
            names = "--std",
            paramLabel = "X",
            split = ",",
            description = "Divided by after that: one value, or one per channel in their order; default 1.")
    private List<Float> std = List.of(1f);

    @Option(names = "--order", description = "Order of the channels: ${COMPLETION-CANDIDATES}; default rgb.")
    private ChannelOrder order = ChannelOrder.RGB;

    @Option(names = "--layout", description = "Layout of the input: ${COMPLETION-CANDIDATES}; default nchw.")
    private Layout layout = Layout.NCHW;

    Preprocessing preprocessing(Command command) {
        try {
            return new Preprocessing(resize, crop, scale, mean, std, order, layout);
        } catch (IllegalArgumentException e) {
            throw command.usage(e.getMessage());
        }
    }
}
