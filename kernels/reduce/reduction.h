// What the kernels of Reduce have in common: how elements of T become terms, how terms are joined, what is made of them.

#define SUM 0
#define MEAN 1
#define MAX 2
#define MIN 3
#define PROD 4
#define L1 5
#define L2 6
#define LOG_SUM 7
#define LOG_SUM_EXP 8 // relative to the greatest element, which another launch found
#define SUM_SQUARE 9
#define LP 10 // the P-th root of the sum of P-th powers

#ifndef FUNCTION
#define FUNCTION SUM // one of the above
#endif
#ifndef T
#define T float // element type of x and y
#endif
#ifndef FLOATS
#define FLOATS 1 // whether T is float
#endif
#ifndef IDENTITY
#define IDENTITY 0 // what no terms join to
#endif
#ifndef P
#define P 2 // the norm of LP
#endif
#ifndef KEPT
#define KEPT 1 // axes of the results
#endif
#ifndef REDUCED
#define REDUCED 0 // reduced axes but the last
#endif

#include "common/integers.h"

#define MOST_AXES 4

typedef STRUCT_OF_INTS struct {
    int results;
    int outer;  // positions of all reduced axes but the last
    int length; // extent of the last reduced axis
    int step;   // distance of neighbours along it
    int kept[MOST_AXES];
    int kept_steps[MOST_AXES];
    int reduced[MOST_AXES];
    int reduced_steps[MOST_AXES];
} Walk;

// The first element that result number `at` reduces.
DEVICE int kept_start(Walk walk, int at) {
    int start = 0;
    for (int axis = KEPT - 1; axis >= 0; axis--) {
        start += at % walk.kept[axis] * walk.kept_steps[axis];
        at /= walk.kept[axis];
    }
    return start;
}

// How far position `at` of the reduced axes but the last lies from the first one.
DEVICE int reduced_start(Walk walk, int at) {
    int start = 0;
    for (int axis = REDUCED - 1; axis >= 0; axis--) {
        start += at % walk.reduced[axis] * walk.reduced_steps[axis];
        at /= walk.reduced[axis];
    }
    return start;
}

#if FUNCTION == MAX || FUNCTION == MIN
typedef T Term;
#elif FLOATS || FUNCTION == LOG_SUM_EXP
typedef real Term;
#else
typedef long Term;
#endif

DEVICE Term term(T x, T greatest) {
#if FUNCTION == L1 && FLOATS
    return fabs(x);
#elif FUNCTION == L1
    return x < 0 ? wrapped_difference(0, x) : x;
#elif (FUNCTION == L2 || FUNCTION == SUM_SQUARE) && FLOATS
    return (real)x * (real)x;
#elif FUNCTION == L2 || FUNCTION == SUM_SQUARE
    return wrapped_product(x, x);
#elif FUNCTION == LOG_SUM_EXP
    return exp((float)((real)x - (real)greatest));
#elif FUNCTION == LP
    real power = (real)1;
    for (int i = 0; i < P; i++) {
        power *= fabs((real)x);
    }
    return power;
#else
    return x;
#endif
}

#if FLOATS
#define NO_NUMBER(x) ((x) != (x))
#else
#define NO_NUMBER(x) 0
#endif

DEVICE Term join(Term a, Term b) {
#if FUNCTION == MAX
    return a > b || NO_NUMBER(a) ? a : b;
#elif FUNCTION == MIN
    return a < b || NO_NUMBER(a) ? a : b;
#elif FUNCTION == PROD && FLOATS
    return a * b;
#elif FUNCTION == PROD
    return wrapped_product(a, b);
#elif FLOATS || FUNCTION == LOG_SUM_EXP
    return a + b;
#else
    return wrapped_sum(a, b);
#endif
}

DEVICE real logarithm(real sum, real greatest) {
    return fabs(greatest) == (real)INFINITY ? greatest : greatest + log(sum);
}

#if FLOATS
#define STORED(y) ((T)(y))
#else
#define STORED(y) ((T)cut(y))
#endif

DEVICE T finished(Term joined, Walk walk, T greatest) {
#if FUNCTION == MEAN && FLOATS
    return (T)(joined / ((real)walk.outer * (real)walk.length));
#elif FUNCTION == MEAN
    return (T)(walk.outer == 0 || walk.length == 0 ? 0 : joined / ((long)walk.outer * walk.length));
#elif FUNCTION == L2
    return STORED(sqrt((real)joined));
#elif FUNCTION == LOG_SUM
    return STORED(log((real)joined));
#elif FUNCTION == LOG_SUM_EXP
    return STORED(logarithm(joined, (real)greatest));
#elif FUNCTION == LP
    return (T)pow(joined, (real)1 / (real)P);
#else
    return (T)joined;
#endif
}
