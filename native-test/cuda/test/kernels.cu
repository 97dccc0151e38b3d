// What nvcc makes of usual CUDA: kernels.ptx is this file's PTX, by `nvcc --ptx -arch=compute_75`. kernels.cpp has the
// expected values.
#include <cuda_fp16.h>

struct Box {
    int rank;
    int size[4];
    short steps[4];
    double scale;
};

__constant__ float table[4] = {1.5f, -2.0f, 0.25f, 8.0f};
__device__ int counter = 7;

// A struct by value, indexed by what is known only at run time: it goes through local memory.
extern "C" __global__ void gather_box(const float *x, float *y, int n, Box box)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) {
        return;
    }
    int at = 0, rest = i;
    for (int axis = box.rank - 1; axis >= 0; axis--) {
        at += rest % box.size[axis] * box.steps[axis];
        rest /= box.size[axis];
    }
    y[i] = x[at] * (float)box.scale + table[i & 3];
}

// Sums of blocks by static and dynamic shared memory and shuffles.
extern "C" __global__ void sum_blocks(const int *x, int *y, int n)
{
    __shared__ int warps[32];
    extern __shared__ int copy[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    copy[threadIdx.x] = i < n ? x[i] : 0;
    __syncthreads();
    int sum = copy[blockDim.x - 1 - threadIdx.x];
    for (int distance = 16; distance > 0; distance /= 2) {
        sum += __shfl_down_sync(0xffffffffu, sum, distance);
    }
    if (threadIdx.x % 32 == 0) {
        warps[threadIdx.x / 32] = sum;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int warp = 1; warp < blockDim.x / 32; warp++) {
            sum += warps[warp];
        }
        y[blockIdx.x] = sum;
    }
}

// Every way of the shuffle, in whole warps and in parts of 8.
extern "C" __global__ void shuffles(int *y)
{
    int lane = threadIdx.x, at = lane;
    y[at] = __shfl_up_sync(~0u, lane * 3, 2), at += 32;
    y[at] = __shfl_down_sync(~0u, lane * 3, 5), at += 32;
    y[at] = __shfl_xor_sync(~0u, lane * 3, 9), at += 32;
    y[at] = __shfl_sync(~0u, lane * 3, 37), at += 32;
    y[at] = __shfl_up_sync(~0u, lane * 3, 3, 8), at += 32;
    y[at] = __shfl_down_sync(~0u, lane * 3, 3, 8), at += 32;
    y[at] = __shfl_xor_sync(~0u, lane * 3, 5, 8), at += 32;
    y[at] = __shfl_sync(~0u, lane * 3, 11, 8), at += 32;
    y[at] = __ballot_sync(~0u, lane % 3 == 0), at += 32;
    y[at] = __any_sync(~0u, lane == 40) * 2 + __all_sync(~0u, lane < 32), at += 32;
    y[at] = __match_any_sync(~0u, lane / 4), at += 32;
    if (lane & 1) { // only some lanes
        y[at] = __shfl_xor_sync(0xaaaaaaaau, lane, 2) + __popc(__activemask());
    } else {
        y[at] = -1;
    }
}

extern "C" __global__ void atomics(unsigned *y, float *sum)
{
    __shared__ unsigned most;
    if (threadIdx.x == 0) {
        most = 0;
    }
    __syncthreads();
    atomicMax(&most, threadIdx.x * 7 % 61);
    atomicAdd(&y[0], 3u);
    atomicInc(&y[1], 9u);
    atomicXor(&y[2], 1u << threadIdx.x % 32);
    atomicCAS(&y[3], 0u, 5u);
    atomicAdd(sum, 0.5f);
    atomicAdd(&counter, 1);
    __syncthreads();
    int small = __syncthreads_count(threadIdx.x < 10), any = __syncthreads_or(threadIdx.x == 3);
    int all = __syncthreads_and(any);
    if (threadIdx.x == 0) {
        atomicExch(&y[4], most);
        y[5] = small * 4 + any * 2 + all;
    }
}

// Calls that nvcc does not inline, a switch, vectors, halves, doubles.
__device__ __noinline__ double polynomial(double x, int degree)
{
    double sum = 0;
    for (int i = 0; i <= degree; i++) {
        sum = sum * x + i;
    }
    return sum;
}

extern "C" __global__ void choose(const float4 *x, float4 *y, int n)
{
    int i = threadIdx.x;
    if (i >= n) {
        return;
    }
    float4 v = x[i];
    switch (i % 7) {
    case 0:
        v.x = expf(v.x);
        break;
    case 1:
        v.x = sinf(v.x * 1e6f);
        break;
    case 2:
        v.x = __half2float(__float2half(v.x)) + __half2float(__hadd(__float2half(v.y), __float2half(v.z)));
        break;
    case 3:
        v.x = tanhf(v.x) + erff(v.y) + log1pf(v.z);
        break;
    case 4:
        v.x = powf(v.x, v.y);
        break;
    case 5:
        v.x = fmodf(v.x, 0.37f) + rintf(v.y * 10) + truncf(v.z * 10);
        break;
    default:
        v.x = -v.x;
    }
    v.y = (float)polynomial(v.y, i % 5);
    v.z = (float)pow((double)v.z, 1.7);
    v.w = (float)exp((double)v.w);
    y[i] = v;
}

// Threads that part and meet again, often.
extern "C" __global__ void collatz(const int *x, int *y)
{
    int at = x[threadIdx.x], steps = 0;
    while (at != 1) {
        if (at & 1) {
            at = 3 * at + 1;
        } else {
            at /= 2;
        }
        steps++;
    }
    y[threadIdx.x] = steps + __shfl_sync(~0u, steps, 0);
}
