/* Standard output and the file of rejects, written in blocks as big as there is time for. */
#define _GNU_SOURCE 1 /* F_SETPIPE_SZ */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "ombud.h"

#define PIPE_BYTES (1 << 20)
#define REJECTS_HELD ((size_t)1 << 18)

struct buf out;

static int rejects = -1;
static const char *rejects_path;
static struct buf rejected;

static void write_all(int fd, const char *name, struct str bytes)
{
	while (bytes.len) {
		ssize_t n = write(fd, bytes.s, bytes.len);
		if (n >= 0) {
			bytes.s += n;
			bytes.len -= (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, -1);
		} else if (errno == EPIPE) { /* SIGPIPE was ignored when we began; end as if it had not been */
			signal(SIGPIPE, SIG_DFL);
			raise(SIGPIPE);
			_exit(FAILED);
		} else if (errno != EINTR) {
			say_errno("%s", name);
			_exit(FAILED);
		}
	}
}

void out_open(void)
{
	/* the next file that is opened must not become one of these; reading or writing it is an error all the same */
	if (fcntl(STDIN_FILENO, F_GETFD) == -1 && open("/dev/null", O_WRONLY) == -1)
		exit(FAILED);
	if (fcntl(STDOUT_FILENO, F_GETFD) == -1) {
		say_errno("standard output");
		exit(FAILED);
	}
	if (fcntl(STDERR_FILENO, F_GETFD) == -1 && open("/dev/null", O_RDONLY) == -1)
		exit(FAILED);
#ifdef F_SETPIPE_SZ
	/* Sixteen times Linux's usual pipe: fewer switches between stages. No pipe, or no leave: it stays as it is. */
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_BYTES);
#endif
}

static void rejects_flush(void)
{
	write_all(rejects, rejects_path, buf_str(&rejected));
	rejected.len = 0;
}

void out_flush(void)
{
	write_all(STDOUT_FILENO, "standard output", buf_str(&out));
	out.len = 0;
	if (rejects != -1)
		rejects_flush();
}

void out_close(void)
{
	out_flush();
	if (close(STDOUT_FILENO) == -1) {
		say_errno("standard output");
		_exit(FAILED);
	}
	if (rejects != -1 && close(rejects) == -1) {
		say_errno("%s", rejects_path);
		_exit(FAILED);
	}
}

void reject_open(const char *path)
{
	rejects_path = path;
	rejects = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (rejects == -1) {
		say_errno("%s", path);
		exit(FAILED);
	}
}

void reject_add(struct str bytes)
{
	if (rejects == -1)
		return;
	if (rejected.len + bytes.len > REJECTS_HELD)
		rejects_flush();
	if (bytes.len > REJECTS_HELD)
		write_all(rejects, rejects_path, bytes);
	else
		buf_add(&rejected, bytes);
}
