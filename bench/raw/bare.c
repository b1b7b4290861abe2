/*
 * The physical floor: QEMU started and spoken to with nothing in between.
 *
 *   bare launch NAMES QEMU ARG...   prints the microseconds from before the spawn until qmp_capabilities was answered
 *   bare run    NAMES QEMU ARG...   the same until /bin/true has ended in the guest, asked for over the agent's port
 *
 * NAMES says, as in qmp,serial,agent, which listening socket QEMU's arguments expect as descriptor 3, 4 and 5.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

/* A listening socket and a connection to it. */
static int listener(const char *folder, const char *name, int *connection) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  snprintf(a.sun_path, sizeof a.sun_path, "%s/%s", folder, name);
  int l = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (l < 0 || bind(l, (void *)&a, sizeof a) || listen(l, 1)) fail("listen");
  *connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(*connection, (void *)&a, sizeof a)) fail("connect");
  unlink(a.sun_path);
  return l;
}

static void send_all(int fd, const void *data, size_t size) {
  for (const char *p = data; size;) {
    ssize_t n = write(fd, p, size);
    if (n < 0) fail("write");
    p += n, size -= n;
  }
}

static void receive_all(int fd, void *data, size_t size) {
  for (char *p = data; size;) {
    ssize_t n = read(fd, p, size);
    if (n <= 0) fail("read");
    p += n, size -= n;
  }
}

/* Reads until the text has come. */
static void until(int fd, const char *text) {
  char buffer[8192];
  size_t have = 0;
  for (;;) {
    ssize_t n = read(fd, buffer + have, sizeof buffer - 1 - have);
    if (n <= 0) fail("read");
    have += n;
    buffer[have] = 0;
    if (strstr(buffer, text)) return;
    if (have > sizeof buffer / 2) have = 0;
  }
}

static void frame(int fd, uint32_t stream, uint8_t type, const char *payload) {
  uint32_t head[3] = {strlen(payload), stream, type};
  send_all(fd, head, sizeof head);
  send_all(fd, payload, strlen(payload));
}

/* The agent's handshake, then /bin/true, until its Exit frame (docs/architecture.md, "The guest protocol"). */
static void run_true(int fd) {
  static const unsigned char sync[16] = {0x6d, 0x6f, 0x61, 0x2d, 0x73, 0x79, 0x6e, 0x63, 0xff, 0, 0xfe, 1, 0xfd, 2, 0xfc, 3};
  static const unsigned char ack[16] = {0x6d, 0x6f, 0x61, 0x2d, 0x61, 0x63, 0x6b, 0x21, 0xff, 0, 0xfe, 1, 0xfd, 2, 0xfc, 3};
  unsigned char nonce[16] = "floor-of-the-run", window[32] = {0};
  send_all(fd, sync, 16);
  send_all(fd, nonce, 16);
  for (;;) {
    memmove(window, window + 1, 31);
    receive_all(fd, window + 31, 1);
    if (memcmp(window, ack, 16)) continue;
    if (!memcmp(window + 16, nonce, 16)) break;
    if (window[16]) continue;
    /* The agent announced itself: it has only now begun to listen. Only the answer to this new sync counts. */
    nonce[0]++;
    send_all(fd, sync, 16);
    send_all(fd, nonce, 16);
  }
  frame(fd, 1, 3, "{\"argv\":[\"/bin/true\"],\"stdin\":false}");
  for (;;) {
    uint32_t head[3];
    char payload[65536];
    receive_all(fd, head, sizeof head);
    receive_all(fd, payload, head[0]);
    if ((head[2] & 0xff) == 17) fprintf(stderr, "bare: %.*s\n", (int)head[0], payload), exit(1);
    if ((head[2] & 0xff) == 18) return;
  }
}

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: bare launch|run NAMES QEMU ARG...\n"), 2;
  char folder[] = "/tmp/bare.XXXXXX";
  if (!mkdtemp(folder)) fail("mkdtemp");

  double start = now();
  int qmp = -1, agent = -1, serial = -1, listeners[3], count = 0;
  for (char *name = strtok(argv[2], ","); name && count < 3; name = strtok(NULL, ","))
    listeners[count++] = listener(folder, name, *name == 'q' ? &qmp : *name == 'a' ? &agent : &serial);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < count; i++) posix_spawn_file_actions_adddup2(&actions, listeners[i], 10 + i);
  for (int i = 0; i < count; i++) posix_spawn_file_actions_adddup2(&actions, 10 + i, 3 + i);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3 + count);
  pid_t pid;
  errno = posix_spawn(&pid, argv[3], &actions, NULL, argv + 3, environ);
  if (errno) fail(argv[3]);
  for (int i = 0; i < count; i++) close(listeners[i]);

  until(qmp, "\"QMP\"");
  static const char negotiate[] = "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}";
  send_all(qmp, negotiate, sizeof negotiate - 1);
  until(qmp, "\"return\"");

  pid_t drain = 0;
  if (!strcmp(argv[1], "run")) {
    /* A serial line that nobody reads blocks the guest. */
    if (!(drain = fork())) {
      char sink[4096];
      while (read(serial, sink, sizeof sink) > 0) {}
      _exit(0);
    }
    run_true(agent);
  }
  double end = now();

  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  if (drain) kill(drain, SIGKILL), waitpid(drain, NULL, 0);
  rmdir(folder);
  printf("%.0f\n", end - start);
  return 0;
}
