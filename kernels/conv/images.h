// A convolution for kernels that read images as they are. ConvTiled.fields makes the struct.

#ifndef BIAS
#define BIAS 0      // 1: bias is added; otherwise any buffer is passed for it
#endif
#ifndef RESIDUAL
#define RESIDUAL 0  // 1: residual is added; otherwise any buffer is passed for it
#endif

typedef struct {
    STRUCT_OF_INTS
    int images;
    int channels;  // of a group
    int filters;   // of a group
    int groups;
    int in[3];
    int out[3];
    int window[3];
    int stride[3];
    int dilation[3];
    int pad[3];    // before the first element
} Conv;
