// The sum of two positive integers that an int does not hold. OpenCL wraps around.
__kernel void overflow(__global const float *restrict x, __global float *restrict y, int many)
{
    const int at = many + (int)get_global_id(0);
    y[get_global_id(0)] = at == 0 ? 1.0f : x[0];
}
