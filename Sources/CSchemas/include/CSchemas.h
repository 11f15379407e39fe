#ifndef CSCHEMAS_H
#define CSCHEMAS_H

#include <stddef.h>

/// The schemas of CloudFormation's types, one JSON object per line, sorted by type.
const unsigned char *cschemas_types(void);
size_t cschemas_types_size(void);

/// The schemas of plumb's own types, in the same form.
const unsigned char *cschemas_own(void);
size_t cschemas_own_size(void);

#endif
