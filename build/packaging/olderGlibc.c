/*
 * Lets what is linked with this file load on glibc 2.28 (UOS 20, 麒麟 V10), though it is compiled on a newer one. For these
 * functions glibc has brought new versions since, by moving them from libpthread and libdl or by new rules for errors; the
 * first version of each is still in every glibc, and is called here by its version. Hidden, so only this file's own library
 * sees them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sys/stat.h>

#if defined(__x86_64__)
#define FIRST_VERSION "GLIBC_2.2.5"
#define STAT_VERSION 1
#elif defined(__aarch64__)
#define FIRST_VERSION "GLIBC_2.17"
#define STAT_VERSION 0
#else
#error "which version of glibc was the first for this processor?"
#endif

#define HIDDEN __attribute__((visibility("hidden")))

#define FIRST(result, name, parameters, arguments)                                                                     \
  extern result first_##name parameters;                                                                               \
  __asm__(".symver first_" #name ", " #name "@" FIRST_VERSION);                                                        \
  HIDDEN result name parameters { return first_##name arguments; }

FIRST(double, exp, (double x), (x))
FIRST(double, log, (double x), (x))
FIRST(double, log2, (double x), (x))
FIRST(double, pow, (double x, double y), (x, y))
FIRST(void *, dlopen, (const char *file, int mode), (file, mode))
FIRST(void *, dlsym, (void *library, const char *name), (library, name))
FIRST(int, dlclose, (void *library), (library))
FIRST(char *, dlerror, (void), ())
FIRST(int, pthread_create, (pthread_t * thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
      (thread, attributes, start, argument))
FIRST(int, pthread_join, (pthread_t thread, void **result), (thread, result))
FIRST(int, pthread_once, (pthread_once_t * once, void (*start)(void)), (once, start))
FIRST(int, __pthread_key_create, (pthread_key_t * key, void (*end)(void *)), (key, end))
FIRST(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), (mutex))
FIRST(int, pthread_mutexattr_init, (pthread_mutexattr_t * attributes), (attributes))
FIRST(int, pthread_mutexattr_destroy, (pthread_mutexattr_t * attributes), (attributes))
FIRST(int, pthread_mutexattr_settype, (pthread_mutexattr_t * attributes, int kind), (attributes, kind))

/* Before 2.33 stat was an inline function around this one. */
#define FIRST_STAT(name, inner, type)                                                                                  \
  extern int first_##name(int version, type what, struct stat64 *status);                                              \
  __asm__(".symver first_" #name ", " #inner "@" FIRST_VERSION);                                                       \
  HIDDEN int name(type what, struct stat64 *status) { return first_##name(STAT_VERSION, what, status); }

FIRST_STAT(stat64, __xstat64, const char *)
FIRST_STAT(lstat64, __lxstat64, const char *)
FIRST_STAT(fstat64, __fxstat64, int)

/* std::__throw_bad_array_new_length() came with gcc 11. It tells of an array larger than memory; nothing can catch it here. */
HIDDEN __attribute__((noreturn)) void _ZSt28__throw_bad_array_new_lengthv(void) { __builtin_trap(); }
