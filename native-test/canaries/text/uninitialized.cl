// Copies; its script never writes x.
__kernel void uninitialized(__global const float *restrict x, __global float *restrict y)
{
    y[get_global_id(0)] = x[get_global_id(0)];
}
