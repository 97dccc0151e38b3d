// y = FUNCTION over some axes of x. One work-item for every result, LANES sums beside one another where the last reduced
// axis is contiguous. LOG_SUM_EXP also reads the greatest element behind each result. Bound by Reductions.
#include "reduce/reduction.h"

#ifndef LANES
#define LANES 1 // terms that are joined at once, a power of two; above 1 they must be neighbours
#endif

#if LANES > 1
#define STEP 1
#else
#define STEP walk.step
#endif

__kernel void reduce(
    __global const T *restrict x,
#if FUNCTION == LOG_SUM_EXP
    __global const T *restrict peaks,
#endif
    __global T *restrict y,
    const Walk walk) {
    const size_t result = get_global_id(0);
    if (result >= (size_t)walk.results) {
        return;
    }
#if FUNCTION == LOG_SUM_EXP
    const T greatest = peaks[result];
#else
    const T greatest = 0;
#endif
    const int start = kept_start(walk, (int)result);
    Term joined[LANES];
    UNROLL
    for (int lane = 0; lane < LANES; lane++) {
        joined[lane] = IDENTITY;
    }
    for (int outer = 0; outer < walk.outer; outer++) {
        const int at = start + reduced_start(walk, outer);
        int j = 0;
        for (; j <= walk.length - LANES; j += LANES) {
            UNROLL
            for (int lane = 0; lane < LANES; lane++) {
                joined[lane] = join(joined[lane], term(x[at + (j + lane) * STEP], greatest));
            }
        }
        for (; j < walk.length; j++) {
            joined[0] = join(joined[0], term(x[at + j * STEP], greatest));
        }
    }
    UNROLL
    for (int half_of = LANES / 2; half_of > 0; half_of /= 2) {
        UNROLL
        for (int lane = 0; lane < half_of; lane++) {
            joined[lane] = join(joined[lane], joined[lane + half_of]);
        }
    }
    y[result] = finished(joined[0], walk, greatest);
}
