// y = saturate(round(x / scale) + zero), ties to even, with the scale and zero point of x's block.
//
// x        X
// scale    float; `blocks` tells which belongs to an element of x
// zero, y  Y, as many zeros as scales
// Items    one for each element
// Binds    dev.lathe.backend.gpu.lowering.Quantization

#include "common/blocks.h"
#include "common/code.h"

#ifndef X
#define X float // float or int
#endif
#ifndef Y
#define Y uchar // uchar or char; LEAST is its least value
#endif

__kernel void quantize_linear(__global const X *restrict x, __global const float *restrict scale,
                              __global const Y *restrict zero, __global Y *restrict y, int size, Blocks blocks)
{
    if (get_global_id(0) >= (size_t)size) {
        return;
    }
    const int at = (int)get_global_id(0);
    const int s = scale_of(blocks, at);
    // a quotient of reals, rounded to a float, is the quotient of floats: OpenCL promises no more than nearly that
    const float quotient = (float)((real)(float)x[at] / (real)scale[s]);
    y[at] = (Y)code((real)quotient, zero[s]);
}
