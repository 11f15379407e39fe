#include "CModels.h"

// `#embed` is C23; the compiler has it in every mode and warns.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Each MODEL(identifier, name, file) defines an array; the list is written by generate.py, which knows the services.
#include "data/arrays.inc"

static const struct {
    const char *name;
    const unsigned char *data;
    long size;
} models[] = {
#include "data/table.inc"
};

static const long count = sizeof models / sizeof models[0];

long plumb_models_count(void) { return count; }

const char *plumb_models_name(long index) { return index >= 0 && index < count ? models[index].name : 0; }

const unsigned char *plumb_models_data(long index) { return index >= 0 && index < count ? models[index].data : 0; }

long plumb_models_size(long index) { return index >= 0 && index < count ? models[index].size : 0; }
