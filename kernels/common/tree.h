// Rows that a group of GROUP work-items goes through together, or one work-item alone. What they hold is joined in a
// tree whose shape depends on GROUP alone.

#ifndef GROUP
#define GROUP 1 // work-items for each row, a power of two
#endif

#if GROUP > 1
#define ROW get_group_id(0)
#define ITEM ((int)get_local_id(0))
// Room in which JOINED does its work, declared in the kernel's outermost block.
#define TREE(type, tree) __local type tree[GROUP]
// Leaves in every item's `mine` what all of them join to under OF(a, b).
#define JOINED(tree, mine, OF)                                         \
    tree[ITEM] = mine;                                                 \
    BARRIER();                                                         \
    for (int half_of = GROUP / 2; half_of > 0; half_of /= 2) {         \
        if (ITEM < half_of) {                                          \
            tree[ITEM] = OF(tree[ITEM], tree[ITEM + half_of]);         \
        }                                                              \
        BARRIER();                                                     \
    }                                                                  \
    mine = tree[0];                                                    \
    BARRIER()
#else
#define ROW get_global_id(0)
#define ITEM 0
#define TREE(type, tree)
#define JOINED(tree, mine, OF)
#endif
