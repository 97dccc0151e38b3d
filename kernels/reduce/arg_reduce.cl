// y = index of the greatest, or with MAXIMUM 0 the least, element of x [outer, length, inner] along its middle axis. One
// work-item for every result y [outer, inner]. NaN is more extreme than any number. Bound by Reductions.

#ifndef T
#define T float // element type of x
#endif
#ifndef FLOATS
#define FLOATS 1 // whether T is float
#endif
#ifndef MAXIMUM
#define MAXIMUM 1 // whether the greatest is looked for
#endif
#ifndef LAST
#define LAST 0 // whether of equal ones the last counts
#endif

#if FLOATS
#define ONLY_NAN(a, b) ((a) != (a) && (b) == (b))
#else
#define ONLY_NAN(a, b) 0
#endif

#define BEATS(a, b) ((MAXIMUM ? (a) > (b) : (a) < (b)) || ONLY_NAN(a, b))
#define REPLACES(a, b) (LAST ? !BEATS(b, a) : BEATS(a, b))

__kernel void arg_reduce(__global const T *restrict x, __global long *restrict y, int results, int length, int inner) {
    const size_t result = get_global_id(0);
    if (result >= (size_t)results) {
        return;
    }
    const size_t start = result / inner * length * inner + result % inner;
    T extreme = x[start];
    int best = 0;
    for (int j = 1; j < length; j++) {
        const T value = x[start + (size_t)j * inner];
        if (REPLACES(value, extreme)) {
            extreme = value;
            best = j;
        }
    }
    y[result] = best;
}
