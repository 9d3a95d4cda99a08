#ifndef LIENTHONG_CYAZ_SHIM_H
#define LIENTHONG_CYAZ_SHIM_H

// Only what the protocol's writer and the tests' oracles use.
#include <yaz/diagbib1.h>
#include <yaz/facet.h>
#include <yaz/odr.h>
#include <yaz/oid_db.h>
#include <yaz/oid_util.h>
#include <yaz/pquery.h>
#include <yaz/proto.h>
#include <yaz/prt-ext.h>
#include <yaz/yaz-util.h>
#include <yaz/z-core.h>

#endif
