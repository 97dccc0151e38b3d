// Half of the group never comes to the barrier.
__kernel void divergence(__global const float *restrict x, __global float *restrict y)
{
    const int at = (int)get_local_id(0);
    y[at] = x[at];
    if (at < 4) {
        BARRIER();
    }
}
