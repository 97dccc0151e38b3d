// Reads what another item of the group writes, without a barrier between.
__kernel void race(__global const float *restrict x, __global float *restrict y)
{
    __local float turned[8];
    const int at = (int)get_local_id(0);
    turned[7 - at] = x[at];
    y[at] = turned[at];
}
