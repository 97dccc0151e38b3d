// What the kernels' dialect (kernels/README.md) means in C++, which is C but for vectors that can be compared and chosen
// from. Stands before every kernel, in the namespace of the program: many programs share one file, each with a VW and a
// `real` of its own. items.h, outside of the namespaces, has the rest of the dialect.

#ifdef NO_DOUBLES
typedef float real;
#else
typedef double real;
#endif

#ifdef VW
#if VW == 1
typedef float vec;
typedef float unaligned_vec;
static inline vec SPLAT(float a)
{
    return a;
}
#define LANE(v, i) (v)
#else
typedef float vec __attribute__((vector_size(VW * 4)));
typedef float unaligned_vec __attribute__((vector_size(VW * 4), aligned(4), may_alias));
static inline vec SPLAT(float a)
{
    return a - vec{};
}
#define LANE(v, i) ((v)[i])
#endif

static inline vec LOAD(const float *p)
{
    return *(const unaligned_vec *)p;
}

static inline void STORE(vec v, float *p)
{
    *(unaligned_vec *)p = v;
}

static inline vec MAD(vec a, vec b, vec c)
{
#if VW == 1
    return fmaf(a, b, c);
#else
    for (int i = 0; i < VW; i++) {
        c[i] = fmaf(a[i], b[i], c[i]);
    }
    return c;
#endif
}
#endif
