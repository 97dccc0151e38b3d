// Whether anything is added to a sum, set by Correlation.epilogue.

#ifndef BIAS
#define BIAS 0      // 1: bias is added; otherwise any buffer is passed for it
#endif
#ifndef RESIDUAL
#define RESIDUAL 0  // 1: residual is added; otherwise any buffer is passed for it
#endif
