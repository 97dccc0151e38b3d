// What the tests of the driver launch; driver.ptx is this file's PTX.
extern "C" __global__ void add(float *y, float a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        y[i] += a;
    }
}

extern "C" __global__ void __launch_bounds__(64) bounded(float *y)
{
    __shared__ float copy[64];
    copy[threadIdx.x] = threadIdx.x;
    __syncthreads();
    y[threadIdx.x] = copy[63 - threadIdx.x];
}

extern "C" __global__ void stray(float *y, long at)
{
    y[at] = 1;
}
