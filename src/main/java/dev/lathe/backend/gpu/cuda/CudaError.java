package dev.lathe.backend.gpu.cuda;

/** A function of CUDA's driver failed. Does not leave this package: see {@link Failures}. */
public final class CudaError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param name CUDA's for {@code status}, such as {@code CUDA_ERROR_OUT_OF_MEMORY} */
    public CudaError(int status, String name) {
        super(name + " (" + status + ")");
        this.status = status;
    }

    /** What the function returned. */
    public int status() {
        return status;
    }
}
