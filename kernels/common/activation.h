// What is done to a sum before it is stored: ACTIVATE(v) of a vec where VW is defined, of a float elsewhere.
// ACTIVATION: 0 nothing, 1 relu (a NaN stays a NaN).

#ifndef ACTIVATION
#define ACTIVATION 0
#endif

#if ACTIVATION == 0
#define ACTIVATE(v) (v)
#elif ACTIVATION == 1
#ifdef VW
#define ACTIVATE(v) ((v) < SPLAT(0.0f) ? SPLAT(0.0f) : (v))
#else
#define ACTIVATE(v) ((v) < 0.0f ? 0.0f : (v))
#endif
#endif
