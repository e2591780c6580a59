/*
 * What the kernel alone charges for sending: writes ready bytes to many sockets at a steady rhythm and does nothing
 * else. Arguments: file of bytes, how many of them open a connection, bytes a second, pause in microseconds, ports.
 * Prints one line once all are connected, and sends until it is killed.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static int dial(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1, socket_ = socket(AF_INET, SOCK_STREAM, 0);
  if (socket_ < 0 || connect(socket_, (struct sockaddr *)&to, sizeof to) < 0) exit(2);
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return socket_;
}

static void send_all(int to, const char *bytes, long length) {
  while (length > 0) {
    ssize_t taken = write(to, bytes, length);
    if (taken <= 0) exit(3);
    bytes += taken;
    length -= taken;
  }
}

int main(int count, char **arguments) {
  if (count < 6) return 1;
  FILE *file = fopen(arguments[1], "rb");
  if (!file || fseek(file, 0, SEEK_END)) return 1;
  long size = ftell(file), opening = atol(arguments[2]);
  double rate = atof(arguments[3]);
  struct timespec pause = {.tv_nsec = atol(arguments[4]) * 1000};
  char *bytes = malloc(size);
  rewind(file);
  if (!bytes || fread(bytes, 1, size, file) != (size_t)size) return 1;

  int outputs = count - 5, *sockets = malloc(outputs * sizeof *sockets);
  for (int i = 0; i < outputs; i++) {
    sockets[i] = dial(atoi(arguments[5 + i]));
    send_all(sockets[i], bytes, opening);
  }
  puts("sending");
  fflush(stdout);

  const char *media = bytes + opening;
  long round = size - opening, at = 0;
  double began = seconds(), sent = 0;
  for (;;) {
    nanosleep(&pause, NULL);
    long due = (seconds() - began) * rate - sent;
    sent += due;
    while (due > 0) {
      long length = due < round - at ? due : round - at;
      for (int i = 0; i < outputs; i++) send_all(sockets[i], media + at, length);
      at = (at + length) % round;
      due -= length;
    }
  }
}
