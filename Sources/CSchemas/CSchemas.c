#include "CSchemas.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char types[] = {
#embed "data/schemas.jsonl"
};

static const unsigned char own[] = {
#embed "data/own.jsonl"
};

const unsigned char *cschemas_types(void) { return types; }
size_t cschemas_types_size(void) { return sizeof types; }

const unsigned char *cschemas_own(void) { return own; }
size_t cschemas_own_size(void) { return sizeof own; }
