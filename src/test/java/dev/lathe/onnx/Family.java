package dev.lathe.onnx;

import java.util.function.Consumer;

/**
 * Random models of one operator.
 *
 * @param name of the operator, and what is special
 * @param opsets one for each meaning the operator had
 * @param share how many models of each opset to draw, as a multiple of the usual
 * @param drawing completes an empty model
 */
record Family(String name, int[] opsets, int share, Consumer<DrawnModel> drawing) {
    static Family of(String name, Consumer<DrawnModel> drawing, int... opsets) {
        return new Family(name, opsets, 1, drawing);
    }

    /** This family, with {@code factor} times as many models. */
    Family times(int factor) {
        return new Family(name, opsets, factor, drawing);
    }

    DrawnModel draw(int opset, int index) {
        DrawnModel model = new DrawnModel(opset, 1_000_003L * name.hashCode() + 1009L * opset + index);
        drawing.accept(model);
        return model;
    }

    @Override
    public String toString() {
        return name;
    }
}
