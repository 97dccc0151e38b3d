// A convolution for kernels that read images as they are. ConvTiled.fields makes the struct.

#include "common/addends.h"

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
