// Functions of one number: activate(x) of a float; ACTIVATE(v) of a `vec` where VW is defined, of a float elsewhere.
// ActivationDefines sets the defines. Where comparisons decide, they let NaN pass as the formulas' min and max do.

#ifndef ACTIVATION
#define ACTIVATION 0 // which function, see below
#endif
#ifndef ACTIVATION_A
#define ACTIVATION_A 0.0f // its first constant
#endif
#ifndef ACTIVATION_B
#define ACTIVATION_B 0.0f // its second constant
#endif

// One formula for floats and vectors: S turns a constant into either.
#if ACTIVATION == 0 // none
#define FORMULA(x, S) (x)
#elif ACTIVATION == 1 // relu
#define FORMULA(x, S) ((x) < S(0.0f) ? S(0.0f) : (x))
#elif ACTIVATION == 2 // leaky relu: A is the slope
#define FORMULA(x, S) ((x) >= S(0.0f) ? (x) : S(ACTIVATION_A) * (x))
#elif ACTIVATION == 3 // elu: A is alpha
#define FORMULA(x, S) ((x) > S(0.0f) ? (x) : S(ACTIVATION_A) * expm1(x))
#elif ACTIVATION == 4 // selu: A is gamma, B is gamma*alpha
#define FORMULA(x, S) ((x) > S(0.0f) ? S(ACTIVATION_A) * (x) : S(ACTIVATION_B) * expm1(x))
#elif ACTIVATION == 5 // celu: A is alpha
#define FORMULA(x, S) ((x) > S(0.0f) ? (x) : S(ACTIVATION_A) * expm1((x) / S(ACTIVATION_A)))
#elif ACTIVATION == 6 // clip to A..B, A <= B
#define FORMULA(x, S) ((x) < S(ACTIVATION_A) ? S(ACTIVATION_A) : (x) > S(ACTIVATION_B) ? S(ACTIVATION_B) : (x))
#elif ACTIVATION == 7 // sigmoid
#define FORMULA(x, S) (S(1.0f) / (S(1.0f) + exp(-(x))))
#elif ACTIVATION == 8 // hard sigmoid: A*x + B
#define FORMULA(x, S) CLIPPED(S(ACTIVATION_A) * (x) + S(ACTIVATION_B), S)
#elif ACTIVATION == 9 // hard swish
#define FORMULA(x, S) ((x) * CLIPPED((x) * S(1.0f / 6.0f) + S(0.5f), S))
#elif ACTIVATION == 10 // tanh
#define FORMULA(x, S) (tanh(x))
#elif ACTIVATION == 11 // softplus
#define FORMULA(x, S) (SOFTPLUS(x, S))
#elif ACTIVATION == 12 // softsign
#define FORMULA(x, S) ((x) / (S(1.0f) + fabs(x)))
#elif ACTIVATION == 13 // gelu
#include "common/erf.h"
#define FORMULA(x, S) (0.5f * (x) * (1.0f + error_function((x)*0.70710678f)))
#elif ACTIVATION == 14 // gelu by tanh, written as x*sigmoid(2*u), which loses nothing where tanh(u) nears -1
#define FORMULA(x, S) ((x) / (S(1.0f) + exp(S(-1.5957691f) * ((x) + S(0.044715f) * (x) * (x) * (x)))))
#elif ACTIVATION == 15 // mish
#define FORMULA(x, S) ((x) * tanh(SOFTPLUS(x, S)))
#elif ACTIVATION == 16 // swish: x*sigmoid(A*x)
#define FORMULA(x, S) ((x) / (S(1.0f) + exp(S(-1.0f) * S(ACTIVATION_A) * (x))))
#elif ACTIVATION == 17 // thresholded relu: A is alpha
#define FORMULA(x, S) ((x) > S(ACTIVATION_A) ? (x) : S(0.0f))
#elif ACTIVATION == 18 // shrink: A is the bias, B is lambda
#define FORMULA(x, S) \
    ((x) < -S(ACTIVATION_B) ? (x) + S(ACTIVATION_A) : (x) > S(ACTIVATION_B) ? (x)-S(ACTIVATION_A) : S(0.0f))
#endif

#define CLIPPED(t, S) ((t) < S(0.0f) ? S(0.0f) : (t) > S(1.0f) ? S(1.0f) : (t))
// The exponential cannot overflow; a NaN comes back by way of the logarithm.
#define SOFTPLUS(x, S) (fmax(x, S(0.0f)) + log1p(exp(-fabs(x))))

#define AS_FLOAT(constant) (constant)

DEVICE float activate(float x) {
    return FORMULA(x, AS_FLOAT);
}

#if defined(VW) && VW > 1
DEVICE vec activate_lanes(vec x) {
#if defined(__OPENCL_VERSION__) && ACTIVATION != 13
    return FORMULA(x, SPLAT);
#else
    // Plain C has no functions of vectors, and error_function takes floats.
    vec y = x;
    UNROLL
    for (int lane = 0; lane < VW; lane++) {
        ((float *)&y)[lane] = activate(LANE(x, lane));
    }
    return y;
#endif
}

#define ACTIVATE(v) activate_lanes(v)
#else
#define ACTIVATE(v) activate(v)
#endif
