// The last vector of x reaches beyond it.
__kernel void read_outside(__global const float *restrict x, __global float *restrict y, int count)
{
    const int first = (int)get_global_id(0) * VW;
    const vec some = LOAD(x + first);
    for (int i = 0; i < VW && first + i < count; i++) {
        y[first + i] = LANE(some, i);
    }
}
