// Is off by a thousandth.
__kernel void inexact(__global const float *restrict x, __global float *restrict y)
{
    y[get_global_id(0)] = x[get_global_id(0)] + 0.001f;
}
