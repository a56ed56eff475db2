#!/usr/bin/env python3
"""Fits weights.txt, which src/model.rs scores by, to one half of the labelled sets; prints it, and the figures of both halves
to standard error.

    python3 fit.py DATA/briefs path/to/standfirst > weights.txt     (needs numpy, scipy, scikit-learn and lightgbm)

A document is in the half that is fitted when bit 8 of the FNV-1a hash of its id is 0; the other half is reported and nothing
is fitted to it. The weights of the sets, the softness, the depth and number of trees, the regularisation and which numbers
there are were compared by five-fold cross-validation inside the first half (mean over the sets of balanced accuracy, then
ROC-AUC); the remaining constants were set by hand. The figures of the reported half were in sight of all those tries.

A summary is as good as its worst sentence, and only the label of the whole is known. So both models are fitted to the
soft minimum of its sentences: a gradient reaches each sentence as far as it is the worst.
"""
import difflib, json, re, subprocess, sys, zlib
import lightgbm as lgb
import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

DOMAINS = 'ectsum podcast qmsumm sales_call sales_email samsum scitldr'.split()
SETS = {'qags': ['sentences'], 'frank': ['valid', 'test'], 'xsumfaith': ['all'], 'rank19': ['all'],
        'corruptions': ['handout_cnndm'], 'summedits': DOMAINS}
# how much each set counts; within it, supported and unsupported count the same
COUNTS = {'qags': 12, 'frank': 8, 'rank19': .5, 'corruptions': .3, 'summedits': 1}
# two sets of labels for the same summaries of the same articles count as one
ONE_SET = {'frank/xsum', 'xsumfaith/'}
SETTING = 5  # numbers of the setting at the end of a sentence's; `SETTING` in src/setting.rs
COPIES = 10  # the number that the products are made with; `COPIES` in src/model.rs
DEPTH, TREES = 3, 100
SOFT = .1    # how far the target of a summary is the share of the annotators rather than their majority


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
            fixed.append(next((k for k in ('verbatim', 'altered', 'cut') if sentence['of'][k]), ''))
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


def agreed(row):
    """The share of the annotators that found the summary supported."""
    if row['set'] == 'qags':
        return row['votes'] / row['workers']
    if row['set'] == 'frank':
        return row['factuality']
    return row['faithful_votes'] / row['workers'] if row.get('workers') else row['label']


def summed(p, own, n):
    """What `summed` of src/model.rs makes of the words' scores."""
    out, order = np.zeros((n, 7)), np.lexsort((-p, own))
    p, own = p[order], own[order]
    start = np.flatnonzero(np.r_[True, own[1:] != own[:-1]])
    size = np.diff(np.r_[start, len(p)])
    at = lambda k: np.where(size > k, p[np.minimum(start + k, len(p) - 1)], 0)
    lost, total = -np.log(np.clip(1 - p, 1e-4, 1)), lambda x: np.add.reduceat(x, start)
    out[own[start]] = np.c_[at(0), at(1), at(2), total(p) / size, total(lost) / 5, total(lost) / size, np.log(at(0) + 1e-3) / 3]
    return out


def means(W, own, n):
    out = np.zeros((n, W.shape[1]))
    np.add.at(out, own, W)
    return out / np.bincount(own, minlength=n).clip(1)[:, None]


class Task:
    """Summaries, their sentences beside each other, what is aimed at and how much each counts."""

    def __init__(self, doc, aim, group, label, chosen):
        counts = np.zeros(len(label))
        group = np.where(np.isin(group, list(ONE_SET)), 'frank/xsum', group)
        for g in set(group):
            for v in (0, 1):
                q = chosen & (group == g) & (label == v)
                counts[q] = COUNTS[g.split('/')[0]] / max(q.sum(), 20)
        rows = np.flatnonzero(chosen[doc])
        self.rows = rows[np.argsort(doc[rows], kind='stable')]
        doc = doc[self.rows]
        self.start = np.flatnonzero(np.r_[True, doc[1:] != doc[:-1]])
        self.size = np.diff(np.r_[self.start, len(doc)])
        self.aim, self.count = aim[doc[self.start]], counts[doc[self.start]] / counts.sum()

    def softest(self, z, heat):
        """The soft minimum of each summary's sentences, and each sentence's share in it."""
        y = -z / heat
        top = np.maximum.reduceat(y, self.start)
        e = np.exp(y - np.repeat(top, self.size))
        total = np.add.reduceat(e, self.start)
        return -heat * (top + np.log(total)), e / np.repeat(total, self.size)


def fit_straight(X, task):
    """Logistic regression by L-BFGS; the weights for X as it is, and the constant."""
    mu, sd = X[task.rows].mean(0), X[task.rows].std(0) + 1e-6
    A = ((X[task.rows] - mu) / sd)

    def loss(v):
        z, share = task.softest(A @ v[:-1] + v[-1], .2)
        g = np.repeat(task.count * (1 / (1 + np.exp(-z)) - task.aim), task.size) * share
        value = (task.count * (np.logaddexp(0, z) - task.aim * z)).sum() + .003 * (v[:-1] ** 2).sum()
        return value, np.r_[A.T @ g + .006 * v[:-1], g.sum()]

    v = minimize(loss, np.zeros(X.shape[1] + 1), jac=True, method='L-BFGS-B', options={'maxiter': 80}).x
    w = v[:-1] / sd
    return w, v[-1] - (w * mu).sum()


def fit_trees(X, task):
    def slopes(z, _):
        z, share = task.softest(np.asarray(z), .3)
        p, count = 1 / (1 + np.exp(-z)), task.count * len(task.rows)
        return (np.repeat(count * (p - task.aim), task.size) * share,
                np.repeat(count * p * (1 - p), task.size) * share + 1e-6)

    settings = {'objective': slopes, 'learning_rate': .05, 'max_depth': DEPTH, 'num_leaves': 2 ** DEPTH,
                'min_data_in_leaf': 20, 'bagging_fraction': .6, 'bagging_freq': 1, 'feature_fraction': .3,
                'lambda_l2': 5, 'seed': 0, 'num_threads': 1, 'verbosity': -1, 'deterministic': True}
    return lgb.train(settings, lgb.Dataset(X[task.rows], label=np.zeros(len(task.rows))), TREES)


def full(node, depth=0):
    """Splits and leaves of a tree that is filled up to its full depth."""
    if depth == DEPTH:
        return [], [node['leaf_value']]
    if 'leaf_value' in node:
        split, left, right = (0, 0), node, node
    else:
        split, left, right = (node['split_feature'], node['threshold']), node['left_child'], node['right_child']
    a, b = full(left, depth + 1), full(right, depth + 1)
    merged = [x + y for x, y in zip(a[0], b[0])]
    return [[split]] + merged, a[1] + b[1]


def main(folder, program):
    data, S, W, doc, own, known, fixed = read(folder, program)
    label, group = np.array([r['label'] for r in data]), np.array([r['group'] for r in data])
    first = np.array([half(r) == 0 for r in data])
    fold = np.array([zlib.crc32((r['doc_id'] + 'x').encode()) % 5 for r in data])[doc[own]]
    use, wgroup, y = first[doc[own]] & (known >= 0), group[doc[own]], np.maximum(known, 0)
    words = fit_words(W, y, wgroup, use)
    p = 1 / (1 + np.exp(-W @ words))
    for f in range(5):  # what the second fits see of the first half was fitted without it
        q = first[doc[own]] & (fold == f)
        p[q] = 1 / (1 + np.exp(-W[q] @ fit_words(W, y, wgroup, use & (fold != f))))
    made = summed(p, own, len(S))
    X = np.hstack([S, made, means(W, own, len(S))]).astype(np.float32).astype(float)
    copied = np.hstack([S[:, :-SETTING], np.zeros((len(S), SETTING)), made])
    aim = (1 - SOFT) * label + SOFT * np.array([agreed(r) for r in data])
    task = Task(doc, aim, group, label, first)
    w, b = fit_straight(np.hstack([X, copied * X[:, [COPIES]]]), task)
    plain, copied = w[:X.shape[1]].copy(), w[X.shape[1]:]
    plain[0] = b  # the first number is always 1
    X[:, 0] = 1
    trees = fit_trees(X, task)
    z = (X @ plain + (np.hstack([S, made]) @ copied) * X[:, COPIES] + trees.predict(X)) / 2
    print('# made by fit.py')
    for name, weights in (('words', words), ('plain', plain), ('copied', copied)):
        print(name, *(f'{x:.5f}' for x in weights))
    for tree in trees.dump_model()['tree_info']:
        splits, leaves = full(tree['tree_structure'])
        numbers = [f'{n} {most:.6g}' for level in splits for n, most in level] + [f'{x:.5f}' for x in leaves]
        print('tree', *numbers)
    p = 1 / (1 + np.exp(-z))
    p = np.where(fixed == 'verbatim', 1, np.where(fixed == 'altered', .49 * p, np.where(fixed == 'cut', p.clip(.5), p)))
    score = np.ones(len(data))
    np.minimum.at(score, doc, p)
    for g in sorted(set(group)):
        for h in (True, False):
            q = (group == g) & (first == h)
            right = [np.mean((score[q & (label == v)] >= .5) == v) for v in (0, 1)]
            print(g, 'fitted' if h else 'reported', q.sum(), f'{np.mean(right):.4f}', file=sys.stderr)


if __name__ == '__main__':
    main(*sys.argv[1:])
