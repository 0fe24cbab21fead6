#!/usr/bin/env python3
"""smtpd.py PORT DIR [FAULT]: takes mail on the loopback, one folder entry each.

Writes what it was told to DIR/session and messages to DIR/message. FAULT:
rcpt-550, data-451, auth-535, no-tls (never any TLS), drop (hangs up at DATA).
"""
import base64, socketserver, sys

PORT, DIR = int(sys.argv[1]), sys.argv[2]
FAULT = sys.argv[3] if len(sys.argv) > 3 else ""


class H(socketserver.StreamRequestHandler):
    def say(self, s):
        self.wfile.write(s.encode() + b"\r\n")

    def data(self):
        if FAULT == "data-451":
            return self.say("451 try later")
        if FAULT == "drop":
            return None
        self.say("354 go on")
        raw = b""
        while True:
            l = self.rfile.readline()
            if l in (b".\r\n", b""):
                break
            raw += l[1:] if l.startswith(b".") else l
        open(DIR + "/message", "wb").write(raw)
        self.say("250 taken")
        return True

    def handle(self):
        self.say("220 fake")
        with open(DIR + "/session", "a") as log:
            while True:
                l = self.rfile.readline().decode("latin-1").strip()
                if not l:
                    return
                log.write(l + "\n")
                log.flush()
                v = l.split()[0].upper()
                if v == "EHLO":
                    self.say("250-fake")
                    self.say("250 AUTH PLAIN")
                elif v == "AUTH":
                    if len(l.split()) < 3:
                        self.say("334 ")
                        log.write(base64.b64decode(self.rfile.readline()).decode().replace("\0", "|") + "\n")
                    self.say("535 no" if FAULT == "auth-535" else "235 yes")
                elif v == "RCPT" and FAULT == "rcpt-550":
                    self.say("550 no such user")
                elif v == "DATA":
                    if self.data() is None and FAULT == "drop":
                        return
                elif v == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")


socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer.daemon_threads = True
socketserver.ThreadingTCPServer(("127.0.0.1", PORT), H).serve_forever()
