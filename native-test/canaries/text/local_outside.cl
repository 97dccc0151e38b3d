// Writes one element behind local memory.
__kernel void local_outside(__global const float *restrict x, __global float *restrict y)
{
    __local float shifted[8];
    const int at = (int)get_local_id(0);
    STORE(SPLAT(x[0]), shifted + at + 1);
    BARRIER();
    y[at] = at == 0 ? 0.0f : shifted[at];
}
