// y = FUNCTION over some axes of x, as reduce.cl does it, for long rows on a GPU: one group of GROUP work-items for every
// result. Bound by Reductions.
#include "common/tree.h"
#include "reduce/reduction.h"

__kernel void reduce_group(
    __global const T *restrict x,
#if FUNCTION == LOG_SUM_EXP
    __global const T *restrict peaks,
#endif
    __global T *restrict y,
    const Walk walk) {
    TREE(Term, tree);
    const size_t result = ROW;
    if (result >= (size_t)walk.results) {
        return;
    }
#if FUNCTION == LOG_SUM_EXP
    const T greatest = peaks[result];
#else
    const T greatest = 0;
#endif
    const int start = kept_start(walk, (int)result);
    Term joined = IDENTITY;
    for (int outer = 0; outer < walk.outer; outer++) {
        const int at = start + reduced_start(walk, outer);
        for (int j = ITEM; j < walk.length; j += GROUP) {
            joined = join(joined, term(x[at + j * walk.step], greatest));
        }
    }
    JOINED(tree, joined, join);
    if (ITEM == 0) {
        y[result] = finished(joined, walk, greatest);
    }
}
