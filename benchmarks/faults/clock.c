/* Another time of day for one process: what CLOCK_SET says in seconds since 1970 takes the place of
   the second in which it began. Built and preloaded by benchmarks.faults.machines. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift(void) {
  static long found = 0, known = 0;
  if (!known) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    struct timespec now;
    real(CLOCK_REALTIME, &now);
    found = atol(getenv("CLOCK_SET")) - now.tv_sec;
    known = 1;
  }
  return found;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int status = real(clock, at);
  if (!status && clock == CLOCK_REALTIME) at->tv_sec += shift();
  return status;
}

int gettimeofday(struct timeval *at, void *zone) {
  int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int status = real(at, zone);
  if (!status) at->tv_sec += shift();
  return status;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
