# SPDX-License-Identifier: GPL-2.0-only
"""Send requests by vfport, and hold what becomes of ports against what should.

Each case is one request. After one that is refused, nothing that can be seen of
vmfex and of the links may differ from what was before; after one that is answered
with a failure, nothing but the answer.
"""
import os
import struct
import subprocess

import nl

RTEXT_FILTER_VF, RTEXT_FILTER_SKIP_STATS = 1, 8
IFLA_QDISC, IFLA_OPERSTATE = 6, 16
IFLA_VFINFO_LIST, IFLA_VF_PORTS, IFLA_PORT_SELF = 22, 24, 25
IFLA_VF_STATS, IFLA_PORT_VF = 8, 1
IFF_RUNNING = 0x40
# Of these the kernel's own work queue takes care, when it has time; the carrier tells.
LATER = {IFLA_QDISC, IFLA_OPERSTATE}

STATES = ["unbound", "preassociated", "associating", "associated", "error"]
REQUESTS = ["preassociate", "preassociate-rr", "associate", "disassociate"]
PORT_NAMES = {"ifname": 2, "vf": 5, "state": 7, "carrier": 8, "profile": 9,
              "request": 12, "response": 13, "error": 14, "mac": 15,
              "instance": 16, "host": 17}
RESPONSES = {"success": 0x100, "inprogress": 0x101, "invalid": 0x102,
             "badstate": 0x103, "insufficient-resources": 0x104, "error": 0x105}

# What an answer may change, in generic netlink and in IFLA_VF_PORT.
ANSWER = {PORT_NAMES[name] for name in ("request", "response", "error")}
ENTRY_ANSWER = {4, 5, 6, 7}


def merged(data):
    """{number: bytes}; what comes several times is joined."""
    found = {}
    for number, _, value in nl.attrs_of(data):
        found[number] = found.get(number, b"") + value
    return found


def uuid(text):
    return bytes.fromhex(text.replace("-", ""))


class Client:
    """A vfport that stays, in a network namespace."""

    def __init__(self, netns=None):
        command = ["vfport"] + (["-n", netns] if netns else []) + ["-b"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, bufsize=1)

    def run(self, line):
        """Exit status and what was printed."""
        self.process.stdin.write(line + "\n")
        said = []
        for answer in self.process.stdout:
            if answer.startswith("= "):
                return int(answer[2:]), "".join(said).strip()
            said.append(answer)
        raise EOFError(f"vfport ended with {self.process.wait()}: {line}")


class Bench:
    def __init__(self):
        self.client = Client()
        self.clients = {None: self.client}
        self.genl, self.route = nl.Genl(), nl.Route()
        self.adapters = [
            name for name in os.listdir("/sys/class/net")
            if os.path.exists(f"/sys/class/net/{name}/device/sriov_numvfs")]
        self.count = self.failed = 0
        # What was seen last, if nothing was done since
        self.seen = None

    # What is there

    def links(self):
        verdict, answers = self.route.link(
            nl.RTM_GETLINK, nl.NLM_F_DUMP, 0,
            nl.attr(nl.IFLA_EXT_MASK, struct.pack("=I", RTEXT_FILTER_SKIP_STATS)))
        assert not verdict.error, "dump of links"
        for body in answers:
            attrs = merged(body[16:])
            for number in LATER | nl.COUNTERS["link"]:
                attrs.pop(number, None)
            attrs["flags"] = struct.unpack_from("=I", body, 8)[0] & ~IFF_RUNNING
            yield ("link", attrs[nl.IFLA_IFNAME].rstrip(b"\0").decode()), attrs

    def vfs(self, dev):
        """What a link says of its VFs."""
        verdict, answers = self.route.link(
            nl.RTM_GETLINK, 0, index(dev), nl.attr(
                nl.IFLA_EXT_MASK,
                struct.pack("=I", RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS)))
        assert not verdict.error, f"link {dev}"
        attrs = merged(answers[0][16:])
        for number, nest in enumerate(
                data for _, _, data in nl.attrs_of(attrs.get(IFLA_VFINFO_LIST, b""))):
            info = merged(nest)
            info.pop(IFLA_VF_STATS, None)
            yield ("vf_info", dev, number), info
        for _, _, nest in nl.attrs_of(attrs.get(IFLA_VF_PORTS, b"")):
            entry = merged(nest)
            yield ("vf_port", dev, struct.unpack("=I", entry[IFLA_PORT_VF])[0]), entry
        if IFLA_PORT_SELF in attrs:
            yield ("vf_port", dev, "self"), merged(attrs[IFLA_PORT_SELF])

    def snapshot(self):
        """{object: {attribute: value}}: all that can be seen, but counters."""
        seen = dict(self.links())
        for dev in self.adapters:
            seen.update(self.vfs(dev))
        for kind in ("adapter", "uplink", "port", "profile"):
            verdict, answers = self.genl.request(f"{kind}-get", {}, dump=True)
            assert not verdict.error, f"dump of {kind}s"
            for body in answers:
                attrs = merged(body[4:])
                for number in nl.COUNTERS.get(kind, ()):
                    attrs.pop(number, None)
                name = attrs[1 if kind == "profile" else 2].rstrip(b"\0").decode()
                seen[kind, name] = attrs
        return seen

    def port(self, vf, dev="fex0"):
        """A port in generic netlink, as words."""
        number = 0xffffffff if vf == "self" else vf
        verdict, answers = self.genl.request("port-get", {"adapter": dev, "vf": number})
        assert not verdict.error, f"port {dev} {vf}: {verdict.text}"
        attrs = merged(answers[0][4:])
        found = {name: attrs.get(at) for name, at in PORT_NAMES.items()}
        for name in ("ifname", "profile", "error"):
            found[name] = found[name] and found[name].rstrip(b"\0").decode()
        found["state"] = STATES[struct.unpack("=I", found["state"])[0]]
        found["carrier"] = bool(found["carrier"][0])
        for name in ("request", "response"):
            if found[name]:
                found[name] = struct.unpack("=I", found[name].ljust(4, b"\0"))[0]
        return found

    def entry(self, vf, dev="fex0"):
        """What vfport reads of a port, as words; None if it is not there."""
        which = "self" if vf == "self" else f"vf {vf}"
        status, said = self.client.run(f"get {dev} {which}")
        assert not status, said
        if not said:
            return None
        words = said.split()
        if words[0] == "self":
            words.insert(1, "self")
        return dict(zip(words[::2], words[1::2]))

    # What is done

    def run(self, line, netns=None):
        self.seen = None
        if netns not in self.clients:
            self.clients[netns] = Client(netns)
        return self.clients[netns].run(line)

    def must(self, line):
        status, said = self.run(line)
        if status:
            raise RuntimeError(f"{line}: {said}")

    def judge(self, label, problems):
        self.count += 1
        self.failed += bool(problems)
        for problem in problems:
            print(f"# {label}: {problem}", flush=True)

    @staticmethod
    def differences(before, after):
        """(object, attribute) of all that differs."""
        for name in sorted(before.keys() | after.keys(), key=str):
            old, new = before.get(name, {}), after.get(name, {})
            for number in sorted(old.keys() | new.keys(), key=str):
                if old.get(number) != new.get(number):
                    yield name, number

    def unexpected(self, before, allowed=frozenset()):
        after = self.seen = self.snapshot()
        return [f"changed {'/'.join(map(str, name))} attribute {number}: "
                f"{show(before, name, number)} to {show(after, name, number)}"
                for name, number in self.differences(before, after)
                if (name, number) not in allowed]

    def compare(self, found, wanted):
        return [f"{name} is {found.get(name)!r}, not {value!r}"
                for name, value in wanted.items() if found.get(name) != value]

    def refused(self, label, line, error, netns=None, allowed=frozenset()):
        """An errno, and nothing changes but what is allowed."""
        before = self.seen or self.snapshot()
        got, said = self.run(line, netns)
        problems = []
        if (got, *said.split()[:2]) != (2, "refused", error):
            problems.append(f"status {got} {said!r}, not refused {error}")
        self.judge(label, problems + self.unexpected(before, allowed))

    def same(self, label, line):
        """Success, and nothing changes."""
        before = self.snapshot()
        got, said = self.run(line)
        problems = [f"status {got}: {said}"] if got else []
        self.judge(label, problems + self.unexpected(before))

    def answered(self, label, line, vf, response, text, dev="fex0"):
        """The request is taken, the answer says no, and the binding stays."""
        before, port = self.snapshot(), self.port(vf, dev)
        got, said = self.run(line)
        problems = [f"status {got}: {said}"] if got else []
        name = port["ifname"]
        allowed = {(("port", name), number) for number in ANSWER}
        allowed |= {(("vf_port", dev, vf), number) for number in ENTRY_ANSWER}
        now = self.port(vf, dev)
        state = "error" if port["state"] == "unbound" else port["state"]
        if state != port["state"]:
            allowed |= {(("port", name), PORT_NAMES["state"]),
                        (("link", name), nl.IFLA_LINKINFO)}
        problems += self.compare(now, {"state": state, "response": RESPONSES[response]})
        problems += self.compare(self.entry(vf, dev) or {}, {"response": response})
        if text not in (now["error"] or ""):
            problems.append(f"the reason is {now['error']!r}, without {text!r}")
        self.judge(label, problems + self.unexpected(before, allowed))

    def accepted(self, label, line, vf, state, response="success", dev="fex0", **wanted):
        """The request is carried out: the port's STATE, and what else is WANTED."""
        got, said = self.run(line)
        problems = [f"status {got}: {said}"] if got else []
        port, entry = self.port(vf, dev), self.entry(vf, dev) or {}
        problems += self.compare(port, {
            "state": state, "carrier": state == "associated",
            "response": RESPONSES[response], "error": None})
        shown = {name: wanted.pop(name) for name in ("profile", "instance", "host", "request")
                 if name in wanted}
        problems += self.compare(entry, {**shown, "response": response})
        if "profile" in shown:
            problems += self.compare(port, {"profile": shown["profile"]})
        for name in ("instance", "host"):
            if name in shown:
                value = shown[name] and uuid(shown[name])
                problems += self.compare(port, {name: value})
        problems += self.compare(port, wanted)
        self.judge(label, problems)


def show(snapshot, name, number):
    value = snapshot.get(name, {}).get(number)
    return value.hex() if isinstance(value, bytes) else value


def index(dev):
    with open(f"/sys/class/net/{dev}/ifindex", encoding="ascii") as file:
        return int(file.read())
