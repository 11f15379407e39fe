#ifndef PLUMB_CMODELS_H
#define PLUMB_CMODELS_H

/// The embedded files: one model per service, and `partitions`. Functions, because Swift cannot import an array of
/// unknown length.
long plumb_models_count(void);
/// The file's name without its extension; null outside 0..<count.
const char *plumb_models_name(long index);
/// The file's bytes; not zero-terminated.
const unsigned char *plumb_models_data(long index);
long plumb_models_size(long index);

#endif
