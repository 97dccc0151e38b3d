// fault[0] = 0 if all indices lie in -extent .. extent-1, otherwise 1 + the number of the first that does not, and
// fault[1] that index.
//
// index  [count]
// fault  two longs
// Items  one group of GROUP
// Binds  dev.lathe.backend.gpu.lowering.Gathering

#include "common/index.h"

#ifndef GROUP
#define GROUP 64 // items of the group, a power of 2
#endif

__kernel void check_indices(__global const INDEX *restrict index, __global long *restrict fault, int count, int extent)
{
    __local int firsts[GROUP];
    const int item = (int)get_local_id(0);
    int first = count;
    for (long i = item; i < count && first == count; i += GROUP) {
        if (outside(index[i], extent)) {
            first = (int)i;
        }
    }
    firsts[item] = first;
    BARRIER();
    for (int reach = GROUP / 2; reach > 0; reach /= 2) {
        if (item < reach && firsts[item + reach] < firsts[item]) {
            firsts[item] = firsts[item + reach];
        }
        BARRIER();
    }
    if (item == 0) {
        fault[0] = firsts[0] < count ? firsts[0] + 1 : 0;
        fault[1] = firsts[0] < count ? index[firsts[0]] : 0;
    }
}
