// scale = (max(0, x) - min(0, x)) / 255 or 1, zero = round(clamp(-min(0, x) / scale, 0, 255)), ties to even.
//
// x      [size] float; a NaN makes scale NaN and zero 0
// scale  one float
// zero   one uchar
// Items  one group of GROUP
// Binds  dev.lathe.backend.gpu.lowering.Quantization

#include "common/code.h"

#ifndef GROUP
#define GROUP 64 // items of the group, a power of 2
#endif

// These two keep a NaN, unlike fmin and fmax.
DEVICE float lesser(float a, float b)
{
    return a < b || a != a ? a : b;
}

DEVICE float greater(float a, float b)
{
    return a > b || a != a ? a : b;
}

__kernel void range_scale(__global const float *restrict x, __global float *restrict scale,
                          __global uchar *restrict zero, int size)
{
    __local float leasts[GROUP];
    __local float mosts[GROUP];
    const int item = (int)get_local_id(0);
    float least = 0;
    float most = 0;
    for (long i = item; i < size; i += GROUP) {
        least = lesser(x[i], least);
        most = greater(x[i], most);
    }
    leasts[item] = least;
    mosts[item] = most;
    BARRIER();
    for (int reach = GROUP / 2; reach > 0; reach /= 2) {
        if (item < reach) {
            leasts[item] = lesser(leasts[item + reach], leasts[item]);
            mosts[item] = greater(mosts[item + reach], mosts[item]);
        }
        BARRIER();
    }
    if (item == 0) {
        const float span = mosts[0] - leasts[0];
        const float step = mosts[0] == leasts[0] ? 1.0f : (float)((real)span / (real)255);
        const float place = (float)(-(real)leasts[0] / (real)step);
        scale[0] = step;
        zero[0] = (uchar)code((real)place, 0);
    }
}
