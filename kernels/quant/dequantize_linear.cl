// y = (x - zero) * scale, with the scale and zero point of x's block.
//
// x, zero  X
// scale    float, as many as zero; `blocks` tells which belongs to an element of x
// y        float
// Items    one for each element
// Binds    dev.lathe.backend.gpu.lowering.Quantization

#include "common/blocks.h"

#ifndef X
#define X uchar // uchar, char or int
#endif
#ifndef PRODUCT
#define PRODUCT float // in which the product is made: float, or real where a float does not hold all differences
#endif

__kernel void dequantize_linear(__global const X *restrict x, __global const float *restrict scale,
                                __global const X *restrict zero, __global float *restrict y, int size, Blocks blocks)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int s = scale_of(blocks, at);
    y[at] = (float)((PRODUCT)((long)x[at] - zero[s]) * (PRODUCT)scale[s]);
}
