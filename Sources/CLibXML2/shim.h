#ifndef LIENTHONG_CLIBXML2_SHIM_H
#define LIENTHONG_CLIBXML2_SHIM_H

// With ICU, libxml2's headers declare types that Foundation declares too, and modules that see both do not compile.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

#endif
