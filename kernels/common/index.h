// Indices that come as data.

#ifndef INDEX
#define INDEX long // their type: long or int
#endif

// Where `index` points on an axis of `extent` > 0: a negative one counts from the end, one outside is moved inside.
DEVICE int place(INDEX index, int extent)
{
    const INDEX counted = index < 0 ? index + extent : index;
    return counted < 0 ? 0 : counted >= extent ? extent - 1 : (int)counted;
}

// Whether `index` points outside.
DEVICE int outside(INDEX index, int extent)
{
    return index < -(INDEX)extent || index >= extent;
}
