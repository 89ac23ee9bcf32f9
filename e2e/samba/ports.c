/*
 * Preloaded into Samba: moves its hard-coded LDAP ports (389, 636, 3268, 3269) up by AD_PORT_SHIFT, so that a test needs
 * no privileged port and several can run. getsockname() is mapped back, because Samba decides by the local port of a
 * connection whether it speaks TLS and whether it is the Global Catalog.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int shift(void) {
  const char *text = getenv("AD_PORT_SHIFT");
  return text ? atoi(text) : 10000;
}

static int is_ldap(int port) { return port == 389 || port == 636 || port == 3268 || port == 3269; }

static in_port_t *port_of(struct sockaddr *address) {
  if (address->sa_family == AF_INET) return &((struct sockaddr_in *)address)->sin_port;
  if (address->sa_family == AF_INET6) return &((struct sockaddr_in6 *)address)->sin6_port;
  return NULL;
}

int bind(int socket, const struct sockaddr *address, socklen_t length) {
  static int (*real)(int, const struct sockaddr *, socklen_t);
  if (!real) real = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
  struct sockaddr_storage moved;
  if (!address || length > sizeof moved) return real(socket, address, length);
  memcpy(&moved, address, length);
  in_port_t *port = port_of((struct sockaddr *)&moved);
  if (port && is_ldap(ntohs(*port))) *port = htons(ntohs(*port) + shift());
  return real(socket, (struct sockaddr *)&moved, length);
}

int getsockname(int socket, struct sockaddr *restrict address, socklen_t *restrict length) {
  static int (*real)(int, struct sockaddr *restrict, socklen_t *restrict);
  if (!real)
    real = (int (*)(int, struct sockaddr *restrict, socklen_t *restrict))dlsym(RTLD_NEXT, "getsockname");
  int result = real(socket, address, length);
  in_port_t *port = result == 0 ? port_of(address) : NULL;
  if (port && is_ldap(ntohs(*port) - shift())) *port = htons(ntohs(*port) - shift());
  return result;
}
