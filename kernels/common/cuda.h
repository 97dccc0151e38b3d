// What the kernels' dialect (README.md) means in CUDA. Stands before every kernel that is compiled to PTX.

typedef double real;
typedef unsigned char uchar;

#define DEVICE static __device__ __forceinline__
#define STRUCT_OF_INTS
#define BARRIER() __syncthreads()
#define GROUP_OF(x, y, z) __launch_bounds__((x) * (y) * (z))
#define UNROLL _Pragma("unroll")
#define ROLLED _Pragma("unroll 1")

#define __kernel extern "C" __global__
#define __global
#define __local __shared__
#define restrict __restrict__

static_assert((char)-1 < 0 && sizeof(long) == 8, "the dialect's char is signed, and its long has 64 bits");

DEVICE size_t get_local_id(int axis) {
    return axis == 0 ? threadIdx.x : axis == 1 ? threadIdx.y : threadIdx.z;
}

DEVICE size_t get_group_id(int axis) {
    return axis == 0 ? blockIdx.x : axis == 1 ? blockIdx.y : blockIdx.z;
}

DEVICE size_t get_num_groups(int axis) {
    return axis == 0 ? gridDim.x : axis == 1 ? gridDim.y : gridDim.z;
}

DEVICE size_t get_local_size(int axis) {
    return axis == 0 ? blockDim.x : axis == 1 ? blockDim.y : blockDim.z;
}

DEVICE size_t get_global_id(int axis) {
    return get_group_id(axis) * get_local_size(axis) + get_local_id(axis);
}

DEVICE size_t get_global_size(int axis) {
    return get_num_groups(axis) * get_local_size(axis);
}

#ifdef VW
#if VW == 1
typedef float vec;

DEVICE vec SPLAT(float a) {
    return a;
}

DEVICE vec LOAD(const float *p) {
    return *p;
}

DEVICE void STORE(vec v, float *p) {
    *p = v;
}

DEVICE vec MAD(vec a, vec b, vec c) {
    return fmaf(a, b, c);
}
#define LANE(v, i) (v)
#else
// CUDA's own vectors have no arithmetic.
struct vec {
    float lanes[VW];
};
#define LANE(v, i) ((v).lanes[i])

// A vec whose lane i is `lane`.
#define LANES_OF(lane)                                                                             \
    {                                                                                              \
        vec result;                                                                                \
        UNROLL                                                                                     \
        for (int i = 0; i < VW; i++) result.lanes[i] = lane;                                       \
        return result;                                                                             \
    }

DEVICE vec SPLAT(float a) LANES_OF(a)
DEVICE vec MAD(vec a, vec b, vec c) LANES_OF(fmaf(a.lanes[i], b.lanes[i], c.lanes[i]))
DEVICE vec operator+(vec a, vec b) LANES_OF(a.lanes[i] + b.lanes[i])
DEVICE vec operator-(vec a, vec b) LANES_OF(a.lanes[i] - b.lanes[i])
DEVICE vec operator*(vec a, vec b) LANES_OF(a.lanes[i] * b.lanes[i])
DEVICE vec operator-(vec a) LANES_OF(-a.lanes[i])

DEVICE void operator+=(vec &a, vec b) {
    a = a + b;
}

// Four floats move as one where their address allows it.
DEVICE int moves_as_four(const float *p) {
    return VW % 4 == 0 && (size_t)p % sizeof(float4) == 0;
}

DEVICE vec LOAD(const float *p) {
    vec v;
    if (moves_as_four(p)) {
        UNROLL
        for (int i = 0; i + 3 < VW; i += 4) {
            const float4 four = *(const float4 *)(p + i);
            v.lanes[i] = four.x;
            v.lanes[i + 1] = four.y;
            v.lanes[i + 2] = four.z;
            v.lanes[i + 3] = four.w;
        }
        return v;
    }
    UNROLL
    for (int i = 0; i < VW; i++) v.lanes[i] = p[i];
    return v;
}

DEVICE void STORE(vec v, float *p) {
    if (moves_as_four(p)) {
        UNROLL
        for (int i = 0; i + 3 < VW; i += 4) {
            *(float4 *)(p + i) = make_float4(v.lanes[i], v.lanes[i + 1], v.lanes[i + 2], v.lanes[i + 3]);
        }
        return;
    }
    UNROLL
    for (int i = 0; i < VW; i++) p[i] = v.lanes[i];
}
#endif
#endif
