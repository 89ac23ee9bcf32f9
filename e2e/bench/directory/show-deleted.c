/*
 * A module for OpenLDAP: it knows Active Directory's control "show deleted objects" (MS-ADTS 3.1.1.3.4.1.14), which a
 * reader sends as critical. Nothing in this directory was ever deleted, so there is nothing to do about it.
 * Debian has no headers for slapd's modules; these are the three of its names that are needed (servers/slapd/slap.h).
 */
#include <stddef.h>

enum { SLAP_CTRL_GLOBAL = 0x00800000, SLAP_CTRL_SEARCH = 0x00001080 };

extern int register_supported_control2(const char *oid, unsigned long mask, char **exops,
                                       int (*parse)(void *op, void *reply, void *control), unsigned flags, int *id);

static int accept(void *op, void *reply, void *control) {
  (void)op, (void)reply, (void)control;
  return 0;
}

int init_module(int argc, char *argv[]) {
  static int id;
  (void)argc, (void)argv;
  return register_supported_control2("1.2.840.113556.1.4.417", SLAP_CTRL_GLOBAL | SLAP_CTRL_SEARCH, NULL, accept, 0, &id);
}
