#!/usr/bin/env python3
"""Fits the weights of src/model.rs to one half of the labelled sets, and prints them and the figures of both halves.

    python3 fit.py DATA/briefs path/to/standfirst > weights.txt        (needs numpy and scikit-learn)

A document is in the half that is fitted when bit 8 of the FNV-1a hash of its id is 0; the other half is reported and nothing
is chosen by it. The regularisation, the weights of the sets and the one set of products were chosen by five-fold
cross-validation inside the first half.
"""
import collections, difflib, json, re, subprocess, sys, zlib
import numpy as np
from sklearn.linear_model import LogisticRegression

DOMAINS = 'ectsum podcast qmsumm sales_call sales_email samsum scitldr'.split()
SETS = {'qags': ['sentences'], 'frank': ['valid', 'test'], 'xsumfaith': ['all'], 'rank19': ['all'],
        'corruptions': ['handout_cnndm'], 'summedits': DOMAINS}
# how much each set counts; within it, supported and unsupported count the same
COUNTS = {'qags': 12, 'frank': 4, 'xsumfaith': .5, 'rank19': .5, 'corruptions': .3, 'summedits': 1}
COPIES = 10  # the number that the products are made with; `COPIES` in src/model.rs


def half(row):
    h = 0xcbf29ce484222325
    for b in row['doc_id'].encode():
        h = ((h ^ b) * 0x100000001b3) & (2 ** 64 - 1)
    return h >> 8 & 1


def rows(folder):
    for name, files in SETS.items():
        for file in files:
            for line in open(f'{folder}/{name}/{file}.jsonl', encoding='utf8'):
                row = json.loads(line)
                origin = row.get('origin', '') if name == 'frank' else file if name == 'summedits' else ''
                yield dict(row, set=name, group=f'{name}/{origin}')


def made_up(row):
    """Byte ranges of a summary that are known to be made up; None when it is not known which."""
    text, spans = row['summary'], []
    if row['label']:
        return []
    if row['set'] == 'xsumfaith':
        spans = [(text.find(s), text.find(s) + len(s)) for s in row['spans'] if s in text]
    elif row['set'] in ('summedits', 'corruptions'):
        cut = lambda t: [(m.group(), m.start(), m.end()) for m in re.finditer(r'\w+|[^\w\s]', t)]
        a, b = cut(row.get('original_summary') or row['base']), cut(text)
        match = difflib.SequenceMatcher(None, [x[0] for x in a], [x[0] for x in b], autojunk=False)
        spans = [(b[j][1], b[k - 1][2]) for op, _, _, j, k in match.get_opcodes() if op in ('replace', 'insert')]
    else:
        return None
    size = lambda n: len(text[:n].encode())
    return [(size(a), size(b)) for a, b in spans]


def read(folder, program):
    data = list(rows(folder))
    lines = ''.join(json.dumps({'id': i, 'source': r['source'], 'summary': r['summary'], 'features': True}) + '\n'
                    for i, r in enumerate(data))
    said = subprocess.run([program, 'stage', 'verify'], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    S, W, doc, own, known, fixed = [], [], [], [], [], []
    for i, line in enumerate(said.decode().splitlines()):
        bad, at, text = made_up(data[i]), 0, data[i]['summary'].encode()
        for sentence in json.loads(line)['features']:
            at = max(text.find(sentence['text'].encode(), at), at)
            if sentence['of'] is None:
                continue
            for start, end, numbers in sentence['of']['words']:
                W.append(numbers), own.append(len(S))
                known.append(-1 if bad is None else int(any(a < at + end and b > at + start for a, b in bad)))
            S.append(sentence['of']['sentence']), doc.append(i)
            fixed.append(1. if sentence['of']['verbatim'] else .49 if sentence['of']['altered'] else np.nan)
    return data, np.array(S), np.array(W), *map(np.array, (doc, own, known, fixed))


def fit_words(W, y, group, use):
    weight = np.zeros(len(y))
    for g in set(group):
        for v in (0, 1):
            q = use & (group == g) & (y == v)
            weight[q] = (.5 if g.startswith(('qags', 'frank')) else 1) / max(q.sum(), 50)
    model = LogisticRegression(C=.3, max_iter=500).fit(W[use], y[use], sample_weight=weight[use] / weight[use].mean())
    w = model.coef_[0].copy()
    w[0] += model.intercept_[0]  # the first number is always 1
    return w


def summed(p, own, n):
    out = np.zeros((n, 7))
    words = collections.defaultdict(list)
    for i, x in zip(own, p):
        words[i].append(x)
    for i, q in words.items():
        q = np.sort(q)[::-1]
        lost = -np.log(np.clip(1 - q, 1e-4, 1))
        worst = np.append(q, [0, 0])[:3]
        out[i] = [*worst, q.mean(), lost.sum() / 5, lost.mean(), np.log(q[0] + 1e-3) / 3]
    return out


def fit_sentences(X, doc, label, group, use):
    """A summary that is not supported need have but one sentence that is not: the worst by the fit before."""
    counts = np.zeros(len(label))
    chosen = np.isin(np.arange(len(label)), doc[use])
    for g in set(group):
        for v in (0, 1):
            q = chosen & (group == g) & (label == v)
            counts[q] = COUNTS[g.split('/')[0]] / max(q.sum(), 1)
    pick, mu, sd = use.copy(), X[use].mean(0), X[use].std(0) + 1e-6
    for _ in range(3):
        many = np.bincount(doc[pick], minlength=len(label)).clip(1)
        weight = (counts[doc] / np.where(label[doc] == 1, many[doc] ** .5, 1))[pick]
        model = LogisticRegression(C=.02, max_iter=300)
        model.fit((X[pick] - mu) / sd, label[doc][pick], sample_weight=weight / weight.sum() * len(weight))
        p = model.predict_proba((X - mu) / sd)[:, 1]
        worst = {}
        for i in np.flatnonzero(use & (label[doc] == 0)):
            if doc[i] not in worst or p[i] < p[worst[doc[i]]]:
                worst[doc[i]] = i
        pick = use & ((label[doc] == 1) | np.isin(np.arange(len(doc)), list(worst.values())))
    w = model.coef_[0] / sd
    return w, model.intercept_[0] - (w * mu).sum(), p


def main(folder, program):
    data, S, W, doc, own, known, fixed = read(folder, program)
    label, group = np.array([r['label'] for r in data]), np.array([r['group'] for r in data])
    first = np.array([half(r) == 0 for r in data])
    fold = np.array([zlib.crc32((r['doc_id'] + 'x').encode()) % 5 for r in data])[doc[own]]
    use, wgroup, y = first[doc[own]] & (known >= 0), group[doc[own]], np.maximum(known, 0)
    words = fit_words(W, y, wgroup, use)
    p = 1 / (1 + np.exp(-W @ words))
    for f in range(5):  # what the second fit sees of the first half was fitted without it
        q = first[doc[own]] & (fold == f)
        p[q] = 1 / (1 + np.exp(-W[q] @ fit_words(W, y, wgroup, use & (fold != f))))
    X = np.hstack([S, summed(p, own, len(S))])
    n = X.shape[1]
    w, b, p = fit_sentences(np.hstack([X, X * X[:, [COPIES]]]), doc, label, group, first[doc])
    plain, copied = w[:n].copy(), w[n:]
    plain[0] += b
    for name, weights in (('WORDS', words), ('PLAIN', plain), ('COPIED', copied)):
        print(name, ', '.join(f'{x:.4f}' for x in weights))
    p = np.where(np.isnan(fixed), p, np.where(fixed == 1., 1., p * fixed))
    score = np.ones(len(data))
    np.minimum.at(score, doc, p)
    for g in sorted(set(group)):
        for h in (True, False):
            q = (group == g) & (first == h)
            right = [np.mean((score[q & (label == v)] >= .5) == v) for v in (0, 1)]
            print('#', g, 'fitted' if h else 'reported', q.sum(), f'{np.mean(right):.4f}')


if __name__ == '__main__':
    main(*sys.argv[1:])
