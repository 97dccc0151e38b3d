// What the kernels' dialect means in OpenCL C 1.2. Stands before every kernel.

#if defined(cl_khr_fp64) && !defined(NO_DOUBLES)
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double real;
#else
typedef float real;
#endif

#define DEVICE
#define STRUCT_OF_INTS
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define GROUP_OF(x, y, z) __attribute__((reqd_work_group_size(x, y, z)))
#define UNROLL _Pragma("unroll")
#define ROLLED _Pragma("unroll 1")

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#ifdef VW
#if VW == 1
typedef float vec;
#define SPLAT(a) (a)
#define LOAD(p) (*(p))
#define STORE(v, p) (*(p) = (v))
#define LANE(v, i) (v)
#else
typedef JOIN(float, VW) vec;
#define SPLAT(a) ((vec)(a))
#define LOAD(p) JOIN(vload, VW)(0, p)
#define STORE(v, p) JOIN(vstore, VW)(v, 0, p)
#define LANE(v, i) (((const float *)&(v))[i])
#endif
#define MAD(a, b, c) fma(a, b, c)
#endif
