// y[i] = value[0], i = 0 .. size-1.
//
// value  one element; only its bits matter
// Items  one for each element of y
// Binds  dev.lathe.backend.gpu.lowering.Copies

#ifndef T
#define T int // what moves as one: uchar, int or long
#endif

__kernel void fill(__global const T *restrict value, __global T *restrict y, int size)
{
    if (get_global_id(0) < (size_t)size) {
        y[get_global_id(0)] = value[0];
    }
}
