package dev.lathe.backend.cpu;

/**
 * Plain Java, for a JVM started without the vector module, and for stretches shorter than a vector.
 *
 * @param matrix of the input, [element][element of the window]
 */
record ScalarAxisLoops(float[][] matrix) implements AxisLoops {
    @Override
    public void input(float[] x, int at, int step, float[] y, int to, int yStep, int count) {
        for (int i = 0; i < count; i++) {
            combine(matrix, x, at + i, step, y, to + i, yStep);
        }
    }

    /** {@code y[yAt + i·yStep] = sum over j of matrix[i][j]·x[at + j·step]}. */
    static void combine(float[][] matrix, float[] x, int at, int step, float[] y, int yAt, int yStep) {
        for (int i = 0; i < matrix.length; i++) {
            float sum = 0;
            for (int j = 0; j < matrix[i].length; j++) {
                // zeros are left out so that they do not turn infinities into NaN
                if (matrix[i][j] != 0) {
                    sum += matrix[i][j] * x[at + j * step];
                }
            }
            y[yAt + i * yStep] = sum;
        }
    }
}
