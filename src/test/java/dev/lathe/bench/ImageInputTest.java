package dev.lathe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.data.Preprocessing;
import dev.lathe.data.Preprocessing.ChannelOrder;
import dev.lathe.data.Preprocessing.Layout;
import dev.lathe.error.InputException;
import dev.lathe.graph.Dim;
import dev.lathe.graph.Port;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageInputTest {
    private static final Tensor GREY = Tensor.of(Shape.of(1, 1, 2), 1f, 2f);
    private static final Tensor OTHER = Tensor.of(Shape.of(1, 1, 2), 3f, 4f);

    private static ImageInput input(DType dtype, Layout layout, int... dims) {
        Port port = new Port("x", dtype, Arrays.stream(dims).mapToObj(Dim::of).toList());
        return new ImageInput(
                port, new Preprocessing(null, null, 1, List.of(0f), List.of(1f), ChannelOrder.RGB, layout));
    }

    @Test
    void laysImagesOneBehindTheOther() {
        Tensor batch = input(DType.FLOAT32, Layout.NCHW, -1, 1, 1, 2).tensor(List.of(GREY, OTHER), 3);
        assertThat(batch.shape()).isEqualTo(Shape.of(3, 1, 1, 2));
        assertThat(batch.floats()).containsExactly(1, 2, 3, 4, 0, 0);
    }

    @Test
    void followsTheChannelsOfTheModel() {
        assertThat(input(DType.FLOAT32, Layout.NCHW, -1, 3, -1, -1)
                        .tensor(List.of(GREY), 1)
                        .floats())
                .containsExactly(1, 2, 1, 2, 1, 2);
        Tensor interleaved = input(DType.FLOAT32, Layout.NHWC, -1, 1, 2, 3).tensor(List.of(GREY), 1);
        assertThat(interleaved.shape()).isEqualTo(Shape.of(1, 1, 2, 3));
        assertThat(interleaved.floats()).containsExactly(1, 1, 1, 2, 2, 2);
    }

    @Test
    void flattensForNetworksOfVectors() {
        Tensor flat = input(DType.FLOAT32, Layout.NCHW, -1, 2).tensor(List.of(GREY, OTHER), 2);
        assertThat(flat.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(flat.floats()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void roundsForBytes() {
        Tensor half = Tensor.of(Shape.of(1, 1, 2), 1.6f, 254.7f);
        assertThat(input(DType.UINT8, Layout.NCHW, 1, 1, 1, 2)
                        .tensor(List.of(half), 1)
                        .bytes())
                .containsExactly(2, 255);
    }

    @Test
    void takesTheBatchOfTheModel() {
        assertThat(input(DType.FLOAT32, Layout.NCHW, 4, 1, 1, 2).batch(16)).isEqualTo(4);
        assertThat(input(DType.FLOAT32, Layout.NCHW, -1, 1, 1, 2).batch(16)).isEqualTo(16);
    }

    @Test
    void refusesWhatDoesNotFit() {
        ImageInput wide = input(DType.FLOAT32, Layout.NCHW, -1, 1, 1, 3);
        assertThatThrownBy(() -> wide.tensor(List.of(GREY), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--resize");
        ImageInput any = input(DType.FLOAT32, Layout.NCHW, -1, 1, -1, -1);
        Tensor tall = Tensor.of(Shape.of(1, 2, 1), 1f, 2f);
        assertThatThrownBy(() -> any.tensor(List.of(GREY, tall), 2)).hasMessageContaining("different sizes");
        assertThatThrownBy(() -> ImageInput.of(List.of(any.port(), any.port()), any.preprocessing()))
                .isInstanceOf(InputException.class);
    }
}
