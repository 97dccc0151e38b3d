// Kernels with one planted fault each, and their twins without. canaries.ptx is this file's PTX, by
// `nvcc --ptx -arch=compute_75`; expected.tsv says what has to be found. All are launched with 3 blocks of 64 threads
// and 256 bytes of dynamic shared memory on 150 floats; what they ought to compute, ../test/canaries.cpp knows.
#define THREADS 64
#define KERNEL extern "C" __global__ void

static __device__ int place()
{
    return blockIdx.x * THREADS + threadIdx.x;
}

// y = x + the next of the block, around its end
KERNEL good(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL good_dynamic(const float *x, float *y, int n)
{
    extern __shared__ float s[];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL barrier_removed(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL index_shifted(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i + 1] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL wrong_result(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 2) % THREADS];
    }
}

KERNEL no_guard(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    y[i] = s[t] + s[(t + 1) % THREADS];
}

KERNEL missing_result(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n - 1) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL bound_dropped(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[t + 1];
    }
}

KERNEL small_shared(const float *x, float *y, int n)
{
    __shared__ float s[THREADS / 2];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL divergent_barrier(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    if (i < n) {
        s[t] = x[i];
        __syncthreads();
        y[i] = s[t] + (t + 1 < THREADS && i + 1 < n ? s[t + 1] : 0);
    }
}

KERNEL two_barriers(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    if (t % 2) {
        s[t] = i < n ? x[i] : 0;
        __syncthreads();
    } else {
        s[t] = i < n ? x[i] * 1 : 0;
        __syncthreads();
        s[t] += 0;
    }
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL loop_of_barriers(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    for (int turn = 0; turn <= t / 32; turn++) {
        __syncthreads();
    }
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL uninitialised_shared(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    if (i < n) {
        s[t] = x[i];
    }
    __syncthreads();
    if (i < n) {
        y[i] = s[t] + s[(t + 1) % THREADS];
    }
}

KERNEL uninitialised_global(const float *x, float *y, int n)
{
    int i = place();
    if (i < n) {
        y[i] += x[i];
    }
}

KERNEL null_pointer(const float *x, float *y, int n)
{
    int i = place();
    const float *z = n > 0 ? nullptr : x;
    if (i < n) {
        y[i] = z[i];
    }
}

KERNEL infinite_loop(const float *x, float *y, int n)
{
    int i = place();
    float sum = 0;
    for (int at = 0; at < n; at += blockIdx.x * 50) {
        sum += x[at];
    }
    if (i < n) {
        y[i] = sum;
    }
}

// Three rounds of `good` by two buffers that take turns
KERNEL good_rounds(const float *x, float *y, int n)
{
    __shared__ float s[2][THREADS];
    int t = threadIdx.x, i = place();
    s[0][t] = i < n ? x[i] : 0;
    __syncthreads();
    for (int round = 0; round < 3; round++) {
        s[(round + 1) % 2][t] = s[round % 2][t] + s[round % 2][(t + 1) % THREADS];
        __syncthreads();
    }
    if (i < n) {
        y[i] = s[1][t];
    }
}

KERNEL wrong_buffer(const float *x, float *y, int n)
{
    __shared__ float s[2][THREADS];
    int t = threadIdx.x, i = place();
    s[0][t] = i < n ? x[i] : 0;
    __syncthreads();
    for (int round = 0; round < 3; round++) {
        s[round % 2][t] = s[round % 2][t] + s[round % 2][(t + 1) % THREADS];
        __syncthreads();
    }
    if (i < n) {
        y[i] = s[1][t];
    }
}

// y = x + the other of its pair
KERNEL good_pairs(const float *x, float *y, int n)
{
    int i = 2 * place();
    if (i < n) {
        float2 pair = *(const float2 *)(x + i);
        *(float2 *)(y + i) = make_float2(pair.x + pair.y, pair.y + pair.x);
    }
}

KERNEL misaligned_vector(const float *x, float *y, int n)
{
    int i = 2 * place();
    if (i + 2 < n) {
        float2 pair = *(const float2 *)(x + i + 1);
        y[i] = pair.x + pair.y;
    }
}

KERNEL good_warp_pairs(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    __syncwarp();
    if (i < n) {
        y[i] = s[t] + s[t ^ 1];
    }
}

KERNEL race_in_warp_pairs(const float *x, float *y, int n)
{
    __shared__ float s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? x[i] : 0;
    if (i < n) {
        y[i] = s[t] + s[t ^ 1];
    }
}

KERNEL good_shuffle_pairs(const float *x, float *y, int n)
{
    int i = place();
    float mine = i < n ? x[i] : 0;
    float other = __shfl_xor_sync(0xffffffffu, mine, 1);
    if (i < n) {
        y[i] = mine + other;
    }
}

KERNEL lonely_shuffle_pairs(const float *x, float *y, int n)
{
    int i = place();
    if (i < n) {
        y[i] = x[i] + __shfl_xor_sync(0x55555555u << (threadIdx.x & 1), x[i], 1);
    }
}

// bytes that neighbours write are no race, though they share a word
KERNEL good_byte_pairs(const float *x, float *y, int n)
{
    __shared__ unsigned char s[THREADS];
    int t = threadIdx.x, i = place();
    s[t] = i < n ? (unsigned char)x[i] : 0;
    __syncthreads();
    if (i < n) {
        y[i] = (float)s[t] + (float)s[t ^ 1];
    }
}
