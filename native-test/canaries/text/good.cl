// y[i] = x[count - 1 - i] / 2 by way of local memory. Nothing is wrong with it.
__kernel void good(__global const float *restrict x, __global float *restrict y, int count)
{
    __local float turned[8];
    const int at = (int)get_local_id(0);
    turned[7 - at] = at < count ? x[at] : 0.0f;
    BARRIER();
    if (at < count) {
        y[at] = turned[at + 8 - count] / 2;
    }
}
