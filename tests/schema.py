#!/usr/bin/python3
# schema.py FOLDER: reads records on stdin, one JSON object a line; each must fit
# FOLDER/TYPE.json. Prints TAP: one check a type. Knows what our schemas use of
# JSON Schema: type, const, enum, pattern, properties, required, items, anyOf.
import json, os, re, sys

NAMES = {"object": dict, "array": list, "string": str, "boolean": bool,
         "null": type(None)}


def is_a(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) \
            and not isinstance(value, bool)
    return isinstance(value, NAMES[name])


def wrong(value, schema, at):
    if "const" in schema and value != schema["const"]:
        return "%s: %r is not %r" % (at, value, schema["const"])
    if "enum" in schema and value not in schema["enum"]:
        return "%s: %r is none of %r" % (at, value, schema["enum"])
    if "anyOf" in schema and all(wrong(value, s, at) for s in schema["anyOf"]):
        return "%s: %r fits nothing" % (at, value)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_a(value, n) for n in names):
        return "%s: %r is no %s" % (at, value, " or ".join(names))
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return "%s: %r does not look right" % (at, value)
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                return "%s: %s is missing" % (at, key)
        for key, v in value.items():
            if "properties" in schema and key not in schema["properties"] \
                    and at == "record":
                return "%s: %s is not in the schema" % (at, key)
            e = wrong(v, schema.get("properties", {}).get(key, {}), key)
            if e:
                return e
    if isinstance(value, list):
        for v in value:
            e = wrong(v, schema.get("items", {}), at)
            if e:
                return e
    return None


def main():
    folder, seen, n = sys.argv[1], {}, 0
    for line in sys.stdin:
        record = json.loads(line)
        name = record.get("type", "?")
        path = os.path.join(folder, name + ".json")
        if not os.path.exists(path):
            seen.setdefault(name, "no schema of that name")
            continue
        e = wrong(record, json.load(open(path)), "record")
        if e or name not in seen:
            seen[name] = e and "%s in %s" % (e, line.strip()[:300])
    for name in sorted(os.path.splitext(f)[0] for f in os.listdir(folder)
                       if f.endswith(".json")):
        seen.setdefault(name, "no such record was printed")
    for name, e in sorted(seen.items()):
        n += 1
        print("%sok %d - records of type %s fit their schema" % ("not " if e else "", n, name))
        if e:
            print("# " + e)
    print("1..%d" % n)
    return any(seen.values())


sys.exit(main())
