// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
/* driver: runs a peer program on the slave side of a pty and measures it.
 *
 *   driver flood   [-f FILE] [-b BYTES] [-t SEC] -- PEER...   (PEER run in mode "count")
 *   driver latency [-k HEX] [-n N] [-s MAXSEC] [-d DOTS] [-p PAUSE_US] -- PEER... (mode "echo")
 *   driver idle    [-s SEC]                               -- PEER...   (mode "count")
 *   driver startup [-n N]                                 -- PEER...   (mode "count")
 *   driver burst   [-b BYTES] [-s SEC]                    -- PEER...   (mode "echo")
 *   driver split   [-f FILE] [-g GAP_US] [-w SETTLE_MS]   -- PEER...   (mode "dump")
 *
 * The mode word is appended to the peer's command line by the caller.
 * Results: one line "key=value ..." on stdout; split prints one line a sequence.
 *
 * Peer protocol: "READY\n" once raw mode is on; ctrl-d (0x04) ends the run;
 *   count: print "EVENTS <n>\n" at the end
 *   echo : write one '.' for each event
 *   dump : print one line "EV <text>\n" for each event
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int master = -1;
static pid_t child = -1;
static char out[1 << 20]; /* what the peer wrote since the last reset */
static size_t outlen;
static int quiet_queries; /* stop answering terminal queries */
static int in_sequence;   /* a terminal answers behind what it is about to send */
static int answer_held;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void die(const char* msg)
{
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    printf("error=%s\n", msg);
    if (getenv("DRIVER_DEBUG"))
        fwrite(out, 1, outlen, stderr);
    exit(2);
}

static void write_all(const void* p, size_t n)
{
    const char* c = p;
    while (n) {
        ssize_t w = write(master, c, n);
        if (w < 0) {
            if (errno == EAGAIN) {
                struct pollfd q = {master, POLLOUT, 0};
                poll(&q, 1, 1000);
                continue;
            }
            if (errno == EINTR)
                continue;
            die("write");
        }
        c += w;
        n -= w;
    }
}

/* Read what is there (waiting up to ms); answers DA1 so that peers which
 * query the terminal at start-up get on. Returns bytes read, -1 at the end. */
static int pump(int ms)
{
    struct pollfd p = {master, POLLIN, 0};
    int r = poll(&p, 1, ms);
    if (r <= 0)
        return 0;
    if (outlen > sizeof out - 8192) { /* keep the tail */
        memmove(out, out + outlen - 4096, 4096);
        outlen = 4096;
    }
    ssize_t n = read(master, out + outlen, 4096);
    if (n <= 0)
        return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
    if (!quiet_queries &&
        (memmem(out + outlen, n, "\033[c", 3) || memmem(out + outlen, n, "\033[0c", 4))) {
        if (in_sequence)
            answer_held = 1;
        else
            write_all("\033[?62;22c", 9);
    }
    outlen += n;
    return (int)n;
}

static void start(char** argv)
{
    struct winsize ws = {60, 200, 0, 0};
    outlen = 0;
    quiet_queries = 0;
    child = forkpty(&master, NULL, NULL, &ws);
    if (child < 0) {
        perror("forkpty");
        exit(2);
    }
    if (child == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        unsetenv("COLORTERM");
        unsetenv("COLUMNS");
        unsetenv("LINES");
        execvp(argv[0], argv);
        _exit(127);
    }
    fcntl(master, F_SETFL, O_NONBLOCK);
}

static void wait_ready(double limit)
{
    double t0 = now();
    while (!memmem(out, outlen, "READY", 5)) {
        if (pump(1000) < 0)
            die("peer-ended-before-READY");
        if (now() - t0 > limit)
            die("no-READY");
    }
}

/* Waits for the peer's end (draining the pty); kills it after `limit` s. */
static void finish(struct rusage* ru, double limit)
{
    double t0 = now();
    int st;
    for (;;) {
        pid_t r = wait4(child, &st, WNOHANG, ru);
        if (r == child)
            break;
        if (now() - t0 > limit) {
            kill(child, SIGKILL);
            wait4(child, &st, 0, ru);
            break;
        }
        if (pump(2) < 0)
            usleep(500);
    }
    child = -1;
    close(master);
}

static double tv(struct timeval t)
{
    return t.tv_sec + t.tv_usec * 1e-6;
}

static char* slurp(const char* path, size_t* n)
{
    FILE* f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(2);
    }
    fseek(f, 0, SEEK_END);
    *n = ftell(f);
    rewind(f);
    char* b = malloc(*n + 1);
    if (fread(b, 1, *n, f) != *n)
        exit(2);
    b[*n] = 0;
    fclose(f);
    return b;
}

static void flood(char** argv, const char* file, size_t bytes, double limit)
{
    size_t len = 0;
    char* data = file ? slurp(file, &len) : NULL;
    start(argv);
    wait_ready(60);
    usleep(30000);
    quiet_queries = 1;
    while (pump(0) > 0)
        ;
    outlen = 0;
    size_t sent = 0, pos = 0, resent = 0;
    int eof_sent = 0;
    long events = -1;
    double t0 = now(), t_eof = 0, t1;
    size_t goal = len ? (bytes + len - 1) / len * len : 0; /* whole repeats only */
    for (;;) {
        struct pollfd p = {master, POLLIN, 0};
        if (!eof_sent)
            p.events |= POLLOUT;
        int r = poll(&p, 1, 5);
        if (r < 0 && errno != EINTR)
            die("poll");
        if (p.revents & (POLLIN | POLLHUP)) {
            if (pump(0) < 0)
                die("peer-ended-early");
            char* e = memmem(out, outlen, "EVENTS ", 7);
            if (e && memchr(e, '\n', out + outlen - e)) {
                t1 = now();
                events = atol(e + 7);
                break;
            }
        }
        if (!eof_sent && (p.revents & POLLOUT)) {
            if (sent < goal) {
                size_t n = len - pos;
                if (n > 65536)
                    n = 65536;
                ssize_t w = write(master, data + pos, n);
                if (w > 0) {
                    sent += w;
                    pos = (pos + w) % len;
                }
            } else if (write(master, "\004", 1) == 1) {
                eof_sent = 1;
                t_eof = now();
            }
        }
        if (eof_sent && now() - t_eof > 0.25 && resent < 400) {
            if (write(master, "\004", 1) == 1)
                resent++; /* the end marker was swallowed by an unfinished sequence, or the peer is
                             slow */
            t_eof = now();
        }
        if (now() - t0 > limit)
            die("timeout");
    }
    struct rusage ru;
    finish(&ru, 5);
    printf("bytes=%zu events=%ld wall=%.6f user=%.6f sys=%.6f nvcsw=%ld nivcsw=%ld maxrss_kb=%ld "
           "resent=%zu\n",
           sent, events, t1 - t0, tv(ru.ru_utime), tv(ru.ru_stime), ru.ru_nvcsw, ru.ru_nivcsw,
           ru.ru_maxrss, resent);
}

static int cmpd(const void* a, const void* b)
{
    double x = *(const double*)a, y = *(const double*)b;
    return x < y ? -1 : x > y;
}

static int count_dots(void)
{
    int d = 0;
    for (size_t i = 0; i < outlen; i++)
        d += out[i] == '.';
    outlen = 0;
    return d;
}

static size_t unhex(const char* s, char* b)
{
    size_t n = 0;
    unsigned v;
    while (sscanf(s, "%2x", &v) == 1) {
        b[n++] = (char)v;
        s += 2;
    }
    return n;
}

/* With a pause the peer is asleep when the key comes, even one that runs under valgrind. */
static void latency(char** argv, const char* hex, int n, double maxsec, int dots, int pause_us)
{
    char key[256];
    size_t klen = unhex(hex, key);
    start(argv);
    wait_ready(120);
    double e = now() + 0.3;
    while (now() < e)
        pump(20);
    outlen = 0;
    if (dots < 0) { /* how many events does this peer make of the key? */
        write_all(key, klen);
        e = now() + 1.4;
        while (now() < e)
            pump(20);
        dots = count_dots();
        if (dots == 0)
            die("no-event");
    }
    double *t = calloc(n + 1, sizeof *t), begin = now();
    int i;
    for (i = 0; i < n && now() - begin < maxsec; i++) {
        int got = 0;
        if (pause_us > 0)
            usleep((useconds_t)pause_us);
        double a = now();
        write_all(key, klen);
        while (got < dots) {
            if (pump(3000) < 0)
                die("peer-ended");
            got += count_dots();
            if (now() - a > 20)
                die("lost-event");
        }
        t[i] = now() - a;
    }
    write_all("\004", 1);
    struct rusage ru;
    finish(&ru, 30);
    qsort(t, i, sizeof *t, cmpd);
    double sum = 0;
    for (int k = 0; k < i; k++)
        sum += t[k];
    if (i)
        printf("n=%d dots=%d min_us=%.1f p10_us=%.1f p50_us=%.1f p99_us=%.1f max_us=%.1f "
               "mean_us=%.1f user=%.6f sys=%.6f\n",
               i, dots, t[0] * 1e6, t[i / 10] * 1e6, t[i / 2] * 1e6, t[(int)(i * 0.99)] * 1e6,
               t[i - 1] * 1e6, sum / i * 1e6, tv(ru.ru_utime), tv(ru.ru_stime));
    else
        printf("n=0 dots=%d\n", dots);
}

/* Writes BYTES letters in one go and counts the events that arrive while nothing
 * more is typed (a peer that leaves input unread in the tty shows up here). */
static void burst(char** argv, size_t bytes, double sec)
{
    char* b = malloc(bytes);
    memset(b, 'a', bytes);
    start(argv);
    wait_ready(60);
    quiet_queries = 1;
    double e = now() + 0.3;
    while (now() < e)
        pump(20);
    outlen = 0;
    write_all(b, bytes);
    long dots = 0;
    double t0 = now(), last = t0;
    while (now() - t0 < sec) {
        pump(20);
        int d = count_dots();
        if (d)
            last = now();
        dots += d;
    }
    write_all("\004", 1);
    struct rusage ru;
    finish(&ru, 5);
    printf("sent=%zu delivered=%ld last_ms=%.1f\n", bytes, dots, (last - t0) * 1e3);
}

static void snapshot(long* switches, long* rss_kb, int* threads, double* cpu)
{
    char path[300], line[300];
    snprintf(path, sizeof path, "/proc/%d/task", child);
    DIR* d = opendir(path);
    struct dirent* de;
    *switches = *rss_kb = *threads = 0;
    while (d && (de = readdir(d))) {
        if (de->d_name[0] == '.')
            continue;
        ++*threads;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/status", child, de->d_name);
        FILE* f = fopen(path, "r");
        long v;
        while (f && fgets(line, sizeof line, f)) {
            if (sscanf(line, "voluntary_ctxt_switches: %ld", &v) == 1 ||
                sscanf(line, "nonvoluntary_ctxt_switches: %ld", &v) == 1)
                *switches += v;
            if (sscanf(line, "VmRSS: %ld", &v) == 1)
                *rss_kb = v;
        }
        if (f)
            fclose(f);
    }
    if (d)
        closedir(d);
    snprintf(path, sizeof path, "/proc/%d/schedstat", child);
    FILE* f = fopen(path, "r");
    double ns = 0;
    if (f && fscanf(f, "%lf", &ns) == 1)
        *cpu = ns * 1e-9;
    if (f)
        fclose(f);
}

static void idle(char** argv, double sec)
{
    long s0, s1, rss;
    int th;
    double c0 = 0, c1 = 0;
    start(argv);
    wait_ready(60);
    double e = now() + 1.0;
    while (now() < e)
        pump(20);
    snapshot(&s0, &rss, &th, &c0);
    e = now() + sec;
    while (now() < e)
        pump(1000);
    snapshot(&s1, &rss, &th, &c1);
    write_all("\004", 1);
    struct rusage ru;
    finish(&ru, 5);
    printf("secs=%.0f switches=%ld rss_kb=%ld threads=%d\n", sec, s1 - s0, rss, th);
}

static void startup(char** argv, int n)
{
    double *t = calloc(n, sizeof *t), *c = calloc(n, sizeof *c);
    struct rusage ru;
    for (int i = 0; i < n; i++) {
        double a = now();
        start(argv);
        wait_ready(60);
        t[i] = now() - a;
        usleep(30000);
        write_all("\004", 1);
        finish(&ru, 5);
        c[i] = tv(ru.ru_utime) + tv(ru.ru_stime);
    }
    qsort(t, n, sizeof *t, cmpd);
    qsort(c, n, sizeof *c, cmpd);
    printf("n=%d min_ms=%.2f p50_ms=%.2f max_ms=%.2f cpu_ms=%.2f\n", n, t[0] * 1e3, t[n / 2] * 1e3,
           t[n - 1] * 1e3, c[n / 2] * 1e3);
}

/* Collects the "EV ..." lines written within ms, joined by " | ". */
static int collect(int ms, char* dst, size_t cap)
{
    double e = now() + ms / 1e3;
    while (now() < e)
        pump(5);
    int n = 0;
    size_t len = 0;
    dst[0] = 0;
    for (char* p = out; (p = memmem(p, out + outlen - p, "EV ", 3));) {
        char* q = memchr(p, '\n', out + outlen - p);
        if (!q)
            q = out + outlen;
        int w = (int)(q - p - 3);
        while (w > 0 && (p[3 + w - 1] == '\r' || p[3 + w - 1] == '\n'))
            w--;
        len += snprintf(dst + len, cap > len ? cap - len : 0, "%s%.*s", n ? " | " : "", w, p + 3);
        if (len >= cap)
            len = cap - 1;
        n++;
        p = q;
    }
    outlen = 0;
    return n;
}

static void split(char** argv, const char* file, int gap_us, int settle_ms)
{
    static char whole[65536], parts[65536];
    char line[1024], label[128], hex[800], bytes[400];
    int expect;
    FILE* f = fopen(file, "r");
    if (!f) {
        perror(file);
        exit(2);
    }
    start(argv);
    wait_ready(60);
    collect(500, whole, sizeof whole);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#' || sscanf(line, "%127s %d %799s", label, &expect, hex) != 3)
            continue;
        size_t n = unhex(hex, bytes);
        write_all(bytes, n);
        int a = collect(settle_ms, whole, sizeof whole);
        in_sequence = 1;
        for (size_t i = 0; i < n; i++) {
            write_all(bytes + i, 1);
            double e = now() + gap_us / 1e6;
            while (now() < e)
                pump(0);
        }
        in_sequence = 0;
        if (answer_held)
            write_all("\033[?62;22c", 9);
        answer_held = 0;
        int b = collect(settle_ms, parts, sizeof parts);
        printf("%s\texpect=%d\twhole=%d\tsplit=%d\tsame=%d\t[%s]\t[%s]\n", label, expect, a, b,
               !strcmp(whole, parts), whole, parts);
        fflush(stdout);
    }
    write_all("\004", 1);
    struct rusage ru;
    finish(&ru, 5);
}

int main(int argc, char** argv)
{
    if (argc < 4) {
        fprintf(stderr,
                "usage: driver flood|latency|burst|idle|startup|split [options] -- peer...\n");
        return 1;
    }
    const char *what = argv[1], *file = NULL, *key = "61";
    size_t bytes = 0;
    int n = -1, dots = -1, gap = 2000, settle = 150, pause_us = 0, o;
    double limit = 120, sec = -1;
    optind = 2;
    while ((o = getopt(argc, argv, "+f:b:t:k:n:s:d:g:p:w:")) != -1) {
        switch (o) {
        case 'f':
            file = optarg;
            break;
        case 'b':
            bytes = strtoull(optarg, NULL, 0);
            break;
        case 't':
            limit = atof(optarg);
            break;
        case 'k':
            key = optarg;
            break;
        case 'n':
            n = atoi(optarg);
            break;
        case 's':
            sec = atof(optarg);
            break;
        case 'd':
            dots = atoi(optarg);
            break;
        case 'p':
            pause_us = atoi(optarg);
            break;
        case 'g':
            gap = atoi(optarg);
            break;
        case 'w':
            settle = atoi(optarg);
            break;
        default:
            return 1;
        }
    }
    char** peer = argv + optind;
    signal(SIGPIPE, SIG_IGN);
    if (!strcmp(what, "flood"))
        flood(peer, bytes ? file : NULL, bytes, limit);
    else if (!strcmp(what, "latency"))
        latency(peer, key, n < 0 ? 5000 : n, sec < 0 ? 60 : sec, dots, pause_us);
    else if (!strcmp(what, "burst"))
        burst(peer, bytes ? bytes : 3000, sec < 0 ? 1.5 : sec);
    else if (!strcmp(what, "idle"))
        idle(peer, sec < 0 ? 5 : sec);
    else if (!strcmp(what, "startup"))
        startup(peer, n < 0 ? 15 : n);
    else if (!strcmp(what, "split"))
        split(peer, file, gap, settle);
    else
        return 1;
    return 0;
}
