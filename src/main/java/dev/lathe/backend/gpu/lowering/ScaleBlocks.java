package dev.lathe.backend.gpu.lowering;

import dev.lathe.tensor.Shape;

/** Which element of a scale belongs to an element of a tensor: fields as in {@code kernels/common/blocks.h}. */
record ScaleBlocks(int inner, int extent, int block, int outerStep, int placeStep, int innerStep) {
    private static final ScaleBlocks SINGLE = new ScaleBlocks(1, 1, 0, 0, 0, 0);

    /**
     * @param axis of {@code x}, which is not empty
     * @param blockSize 0 for one scale, or one for each index along the axis
     */
    static ScaleBlocks of(Shape x, Shape scale, int axis, int blockSize) {
        if (blockSize == 0 && scale.size() == 1) {
            return SINGLE;
        }
        int along = x.axis(axis);
        int inner = x.product(along + 1, x.rank());
        return blockSize == 0
                ? new ScaleBlocks(inner, x.dim(along), 1, 0, 1, 0)
                : new ScaleBlocks(inner, x.dim(along), blockSize, scale.dim(along) * inner, inner, 1);
    }

    int[] fields() {
        return new int[] {inner, extent, block, outerStep, placeStep, innerStep};
    }
}
