#!/usr/bin/env python3
"""A small CalDAV and feed server that misbehaves on request (stdlib only).

  fault.py PORT DIR [--forward URL]

Serves DIR/cal/*.ics as the collection /cal/ and DIR/feed.ics as /feed.ics; with
--forward everything goes to another server. Before each request the file
DIR/fault is read, one fault a line, first match wins:

  METHOD[#K] FAULT [ARG]     METHOD may be *, REPORT:sync, REPORT:query,
                             REPORT:multiget; #K: only the K-th such request
  status N [retry-after S]   answer N
  after N                    do it, then answer N
  cut N                      the first N bytes of the answer, the length a lie
  short N                    the same with the true length of the rest
  html                       200 and a sign-in page
  garbage                    200 and bytes
  short-list                 a multistatus that lacks every second response
  no-etag                    no ETag header, no getetag
  weak-etag                  W/ before each
  slow S                     wait S seconds
  redirect URL               302 there
  everything                 sync-collection: no error, all objects listed
  bomb N                     N MB of zeros, gzip
  length N                   Content-Length N bytes too large
  raw FILE                   the answer is DIR/FILE, status 207

DIR/log gets a line per request: METHOD PATH STATUS BYTES-IN BYTES-OUT.
"""
import gzip, hashlib, http.client, http.server, os, re, sys, time
from urllib.parse import quote, unquote, urlsplit

PORT, DIR = int(sys.argv[1]), sys.argv[2]
FORWARD = sys.argv[4] if len(sys.argv) > 4 else None
NS = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
seen = {}


def objects():
    d = os.path.join(DIR, "cal")
    out = {}
    for n in sorted(os.listdir(d)) if os.path.isdir(d) else []:
        b = open(os.path.join(d, n), "rb").read()
        out["/cal/" + quote(n)] = ('"%s"' % hashlib.md5(b).hexdigest()[:12], b)
    return out


def xml(b):
    s = b if isinstance(b, bytes) else b.encode()
    return s.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def state():
    h = hashlib.md5(repr(sorted((k, v[0]) for k, v in objects().items())).encode()).hexdigest()
    return h[:10]


def history():
    """token -> {href: etag} of every state that was told, kept in DIR/history"""
    d = os.path.join(DIR, "history")
    os.makedirs(d, exist_ok=True)
    return d


def remember():
    t = state()
    with open(os.path.join(history(), t), "w") as f:
        for k, v in objects().items():
            f.write("%s %s\n" % (k, v[0]))
    return t


def response(href, etag=None, data=None, status=None):
    r = b"<response><href>" + href.encode() + b"</href>"
    if status:
        return r + b"<status>HTTP/1.1 %d x</status></response>" % status
    p = b""
    if etag:
        p += b"<getetag>" + xml(etag) + b"</getetag>"
    if data is not None:
        p += b"<C:calendar-data>" + xml(data) + b"</C:calendar-data>"
    return r + b"<propstat><prop>" + p + b"</prop><status>HTTP/1.1 200 OK</status></propstat></response>"


def multi(parts, token=None):
    t = b"<sync-token>" + token.encode() + b"</sync-token>" if token else b""
    return b'<?xml version="1.0"?>\n<multistatus ' + NS.encode() + b">" + b"\n".join(parts) + t + b"</multistatus>"


class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def fault(self, names):
        try:
            lines = open(os.path.join(DIR, "fault")).read().splitlines()
        except OSError:
            return None, []
        for w in (l.split() for l in lines if l.strip()):
            m, _, k = w[0].partition("#")
            if m not in names and m != "*":
                continue
            seen[w[0]] = seen.get(w[0], 0) + 1
            if not k or seen[w[0]] == int(k):
                return w[1], w[2:]
        return None, []

    def state_xml(self, body):
        p = b"<resourcetype><collection/><C:calendar/></resourcetype><displayname>Fault</displayname>"
        if b"getctag" in body and not os.path.exists(os.path.join(DIR, "no-ctag")):
            p += b"<S:getctag>c-" + state().encode() + b"</S:getctag>"
        if b"sync-token" in body:
            p += b"<sync-token>" + ("t&" + remember()).encode().replace(b"&", b"&amp;") + b"</sync-token>"
        if b"supported-report-set" in body and not os.path.exists(os.path.join(DIR, "no-sync")):
            p += (b"<supported-report-set><supported-report><report><sync-collection/></report>"
                  b"</supported-report></supported-report-set>")
        return (b"<response><href>/cal/</href><propstat><prop>" + p +
                b"</prop><status>HTTP/1.1 200 OK</status></propstat>"
                b"<propstat><prop><C:x/></prop><status>HTTP/1.1 404 Not Found</status></propstat></response>")

    def sync(self, body, fault):
        t = re.search(rb"sync-token>t&amp;(\w+)<", body)
        f = os.path.join(history(), t.group(1).decode()) if t else ""
        now = objects()
        if fault == "everything":
            return 207, multi([response(k, v[0]) for k, v in now.items()], "t&amp;" + remember())
        if not os.path.exists(f):
            return 403, b'<error xmlns="DAV:"><valid-sync-token/></error>'
        old = dict(l.split() for l in open(f).read().splitlines())
        parts = [response(k, v[0]) for k, v in now.items() if old.get(k) != v[0]]
        parts += [response(k, status=404) for k in old if k not in now]
        return 207, multi(parts, "t&amp;" + remember())

    def local(self, body, fault):
        """status, headers, body of our own calendar"""
        path, now = urlsplit(self.path).path, objects()
        if path == "/feed.ics":
            b = open(os.path.join(DIR, "feed.ics"), "rb").read()
            tag = '"%s"' % hashlib.md5(b).hexdigest()[:8]
            if self.headers.get("If-None-Match") == tag:
                return 304, {"ETag": tag}, b""
            return 200, {"ETag": tag, "Content-Type": "text/calendar"}, b
        key = quote(unquote(path))
        name = os.path.join(DIR, "cal", os.path.basename(unquote(path)))
        if self.command == "PROPFIND":
            if path != "/cal/":
                return 404, {}, b"not here"
            parts = [self.state_xml(body)]
            if self.headers.get("Depth") == "1":
                parts += [response(k, v[0]) for k, v in now.items()]
            return 207, {}, multi(parts)
        if self.command == "REPORT":
            if b"sync-collection" in body:
                st, b = self.sync(body, fault)
                return st, {}, b
            if b"calendar-multiget" in body:
                want = re.findall(rb"href>([^<]+)<", body)
                want = [quote(unquote(w.decode().replace("&amp;", "&"))) for w in want]
                return 207, {}, multi([response(k, *now[k]) if k in now else response(k, status=404) for k in want])
            if b"calendar-data" in body:
                return 207, {}, multi([response(k, *v) for k, v in now.items()])
            return 207, {}, multi([response(k, v[0]) for k, v in now.items()])
        have = now.get(key)
        if self.command == "GET":
            return (200, {"ETag": have[0], "Content-Type": "text/calendar"}, have[1]) if have else (404, {}, b"")
        if self.headers.get("If-None-Match") == "*" and have:
            return 412, {}, b""
        if self.headers.get("If-Match") and (not have or self.headers["If-Match"] != have[0]):
            return 412, {}, b""
        if self.command == "PUT":
            open(name, "wb").write(body)
            return 201, {"ETag": objects()[key][0]}, b""
        if self.command == "DELETE":
            if not have:
                return 404, {}, b""
            os.unlink(name)
            return 204, {}, b""
        return 405, {}, b""

    def forward(self, body):
        u = urlsplit(FORWARD)
        c = http.client.HTTPConnection(u.hostname, u.port, timeout=300)
        h = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "accept-encoding")}
        c.request(self.command, self.path, body or None, h)
        r = c.getresponse()
        b = r.read()
        return r.status, {k: v for k, v in r.getheaders() if k in ("ETag", "Content-Type", "Location")}, b

    def bend(self, fault, arg, st, h, b):
        """the answer after the fault, and how many bytes of it are sent"""
        n = None
        if fault == "after":
            st, b = int(arg[0]), b""
        elif fault == "cut":
            n = int(arg[0])
        elif fault == "short":
            b = b[:int(arg[0])]
        elif fault == "short-list":
            parts = re.split(rb"(?=<response>)", b)
            keep = [p for i, p in enumerate(parts[1:-1]) if i % 2 == 0]
            b = parts[0] + b"".join(keep) + parts[-1]
        elif fault == "no-etag":
            h.pop("ETag", None)
            b = re.sub(rb"<getetag>.*?</getetag>", b"", b)
        elif fault == "weak-etag":
            if "ETag" in h:
                h["ETag"] = "W/" + h["ETag"]
            b = b.replace(b"<getetag>", b"<getetag>W/")
        return st, h, b, n

    def answer(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        names = [self.command]
        for word, what in ((b"sync-collection", "sync"), (b"calendar-multiget", "multiget"), (b"calendar-query", "query")):
            if self.command == "REPORT" and word in body:
                names.append("REPORT:" + what)
        fault, arg = self.fault(names)
        if fault == "slow":
            time.sleep(float(arg[0]))
        n, extra = None, 0
        if fault == "status":
            st, h, b = int(arg[0]), {}, b"sorry"
            if len(arg) > 2:
                h["Retry-After"] = arg[2]
        elif fault == "html":
            st, h, b = 200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><body>Sign in to the hotel</body></html>"
        elif fault == "garbage":
            st, h, b = 200, {}, b"\x00\x01\xfe<<<&&&" * 50
        elif fault == "redirect":
            st, h, b = 302, {"Location": arg[0]}, b""
        elif fault == "bomb":
            st, h, b = 200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * (int(arg[0]) << 20))
        elif fault == "raw":
            st, h, b = 207, {}, open(os.path.join(DIR, arg[0]), "rb").read()
        else:
            st, h, b = self.forward(body) if FORWARD else self.local(body, fault)
            st, h, b, n = self.bend(fault, arg, st, h, b)
        if fault == "length":
            extra = int(arg[0])
        h.setdefault("Content-Type", "application/xml; charset=utf-8")
        out = b if n is None else b[:n]
        with open(os.path.join(DIR, "log"), "a") as log:
            log.write("%s %s %d %d %d %s\n" % (self.command, self.path, st, len(body), len(out),
                                               "auth" if self.headers.get("Authorization") else "-"))
        self.send_response(st)
        for k, v in h.items():
            self.send_header(k, v)
        if st != 304:
            self.send_header("Content-Length", str(len(b) + extra))
        if n is not None or extra:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(out)

    do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = do_POST = answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *a):
        pass


Server(("127.0.0.1", PORT), H).serve_forever()
