#!/usr/bin/env python3
"""standfirst demo --once --format json --with-originals | python3 docs/check_refs.py"""
import hashlib, json, sys

def objects(value):
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from objects(item)

edition, refs, faults = json.load(sys.stdin), 0, 0
for thing in objects(edition["briefs"]):
    if "check" in thing and not thing["refs"]:  # a sentence that rests on nothing
        faults += 1
    if {"article", "version", "start", "end", "hash"} <= thing.keys():
        original = edition["originals"].get(f"{thing['article']}@{thing['version']}", {"text": ""})
        cited = original["text"].encode()[thing["start"]:thing["end"]]
        refs += 1
        faults += not cited or thing["hash"] != "sha256:" + hashlib.sha256(cited).hexdigest()[:16]
print(f"{refs} references, {faults} faults")
sys.exit(1 if faults or not refs else 0)
