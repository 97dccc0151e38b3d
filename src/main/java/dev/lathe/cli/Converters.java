package dev.lathe.cli;

import dev.lathe.data.DatasetSpec;
import dev.lathe.data.Extent;
import dev.lathe.error.LatheException;
import dev.lathe.tensor.Shape;
import dev.lathe.train.job.Augmenting;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Texts of the command line as values. */
final class Converters {
    private Converters() {}

    private static <T> T convert(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | LatheException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Itself: the key of an option {@code KEY=VALUE}. */
    static final class ToText implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text;
        }
    }

    static final class ToExtent implements ITypeConverter<Extent> {
        @Override
        public Extent convert(String text) {
            return Converters.convert(text, Extent::parse);
        }
    }

    static final class ToDatasetSpec implements ITypeConverter<DatasetSpec> {
        @Override
        public DatasetSpec convert(String text) {
            return Converters.convert(text, DatasetSpec::parse);
        }
    }

    static final class ToAugmenting implements ITypeConverter<Augmenting> {
        @Override
        public Augmenting convert(String text) {
            return Converters.convert(text, Augmenting::parse);
        }
    }

    /** {@code 1x3x224x224}. */
    static final class ToShape implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            if (!text.matches("\\d{1,9}(x\\d{1,9})*")) {
                throw new TypeConversionException("'" + text + "' is no shape, wanted extents such as 1x3x224x224");
            }
            int[] dims =
                    Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
            return Converters.convert(text, _ -> Shape.of(dims));
        }
    }

    /** {@code 0.5} or {@code 1/255}. */
    static final class ToFactor implements ITypeConverter<Float> {
        @Override
        public Float convert(String text) {
            int slash = text.indexOf('/');
            float factor = Converters.convert(
                    text,
                    t -> slash < 0
                            ? Float.parseFloat(t)
                            : Float.parseFloat(t.substring(0, slash)) / Float.parseFloat(t.substring(slash + 1)));
            if (!Float.isFinite(factor)) {
                throw new TypeConversionException("'" + text + "' is not finite");
            }
            return factor;
        }
    }
}
