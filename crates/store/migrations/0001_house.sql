-- The first house. Times are milliseconds since 1970 in UTC; `json` columns hold the types' own serde form.
CREATE TABLE feeds (
  id TEXT PRIMARY KEY, url TEXT NOT NULL UNIQUE, added INTEGER NOT NULL, next_check INTEGER, json TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE entries (
  feed TEXT NOT NULL REFERENCES feeds(id) ON DELETE CASCADE, guid TEXT NOT NULL,
  url TEXT, title TEXT NOT NULL, published TEXT, updated TEXT, authors TEXT NOT NULL, tags TEXT NOT NULL, summary TEXT,
  ruled_out TEXT, seen INTEGER NOT NULL, PRIMARY KEY (feed, guid)
) WITHOUT ROWID;
CREATE INDEX entries_url ON entries(url);
CREATE INDEX entries_seen ON entries(seen);

CREATE TABLE checks (
  feed TEXT NOT NULL REFERENCES feeds(id) ON DELETE CASCADE, at INTEGER NOT NULL, entries INTEGER NOT NULL, rejected INTEGER NOT NULL,
  PRIMARY KEY (feed, at)
) WITHOUT ROWID;

-- A hub was asked to tell of a feed's changes; `until` is set once it has agreed.
CREATE TABLE subscriptions (
  feed TEXT PRIMARY KEY REFERENCES feeds(id) ON DELETE CASCADE, hub TEXT NOT NULL, topic TEXT NOT NULL, secret TEXT NOT NULL,
  asked INTEGER NOT NULL, until INTEGER
) WITHOUT ROWID;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row an address that was ever to be fetched: its validators, and what the last try met.
CREATE TABLE pages (
  url TEXT PRIMARY KEY, asked INTEGER NOT NULL, etag TEXT, last_modified TEXT, status INTEGER,
  problem TEXT, kind TEXT, tries INTEGER NOT NULL DEFAULT 0, article TEXT
) WITHOUT ROWID;
CREATE INDEX pages_asked ON pages(asked);
CREATE INDEX pages_article ON pages(article);

CREATE TABLE captures (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, final_url TEXT NOT NULL, fetched INTEGER NOT NULL, status INTEGER NOT NULL,
  headers TEXT NOT NULL, origin TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX captures_fetched ON captures(fetched);

CREATE TABLE articles (
  id TEXT NOT NULL, version INTEGER NOT NULL, capture TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, site TEXT NOT NULL,
  published TEXT, modified TEXT, language TEXT, access TEXT NOT NULL, words INTEGER NOT NULL, text TEXT NOT NULL,
  sentences BLOB NOT NULL, meta TEXT NOT NULL, findings TEXT NOT NULL, notes TEXT, hash TEXT NOT NULL, read_at INTEGER NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX articles_read ON articles(read_at);

CREATE TABLE stories (
  id TEXT PRIMARY KEY, language TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  fate TEXT, fate_detail TEXT, left_out INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX stories_last ON stories(last);

-- `home` is where the grouping put it, `story` where it is by the user's decisions.
CREATE TABLE members (
  seq INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, story TEXT NOT NULL REFERENCES stories(id), joined INTEGER NOT NULL, json TEXT NOT NULL,
  home TEXT NOT NULL, published INTEGER NOT NULL
);
CREATE INDEX members_story ON members(story);
CREATE INDEX members_home ON members(home);
CREATE INDEX members_joined ON members(joined);
CREATE INDEX members_abroad ON members(json_extract(json, '$.abroad[0]')) WHERE json_extract(json, '$.abroad[0]') IS NOT NULL;

-- What the user decided, in order; rows are only added.
CREATE TABLE decisions (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, json TEXT NOT NULL);

CREATE TABLE briefs (
  id TEXT PRIMARY KEY, story TEXT NOT NULL REFERENCES stories(id), revision INTEGER NOT NULL, created INTEGER NOT NULL,
  draft TEXT NOT NULL, verdicts TEXT NOT NULL, frame TEXT NOT NULL, left_out TEXT NOT NULL, note TEXT,
  decided INTEGER NOT NULL DEFAULT 0, UNIQUE (story, revision)
) WITHOUT ROWID;

-- What a model answered, by the hash of all it was asked; and each time it was asked, with what that cost in millionths.
CREATE TABLE model_cache (key TEXT PRIMARY KEY, model TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE model_calls (
  at INTEGER NOT NULL, key TEXT NOT NULL, fault TEXT, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, millionths INTEGER NOT NULL
);
CREATE INDEX model_calls_at ON model_calls(at);

CREATE TABLE editions (id TEXT PRIMARY KEY, until INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX editions_until ON editions(until);

-- A job waits in its lane; (kind, key) makes it one row however often it is asked for.
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, phase INTEGER NOT NULL, ord INTEGER NOT NULL, lane TEXT NOT NULL,
  due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, lease INTEGER, again INTEGER NOT NULL DEFAULT 0, error TEXT, UNIQUE (kind, key)
);
CREATE INDEX jobs_ready ON jobs(lease, phase, ord, key);
CREATE TABLE lanes (name TEXT PRIMARY KEY, next_at INTEGER NOT NULL, running INTEGER NOT NULL) WITHOUT ROWID;

-- Who may change things. Secrets are kept as their SHA-256 only; the password as an argon2 string in `settings`.
CREATE TABLE sessions (hash TEXT PRIMARY KEY, started INTEGER NOT NULL, ends INTEGER NOT NULL) WITHOUT ROWID;
-- What a token is for: `all`, what the owner may; `feeds`, to read feeds.
CREATE TABLE tokens (hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, made INTEGER NOT NULL, used INTEGER, scope TEXT NOT NULL DEFAULT 'all') WITHOUT ROWID;

-- What the reader makes of a story: read, saved, muted. `revision` is that of the brief that was shown.
CREATE TABLE marks (story TEXT NOT NULL, mark TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (story, mark)) WITHOUT ROWID;
CREATE INDEX marks_at ON marks(mark, at);

-- Full text. A document's number is its second times 2^20 and a little, so that numbers are in order of time. The indexes hold no text.
CREATE TABLE article_docs (doc INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE VIRTUAL TABLE article_index USING fts5(title, body, names, site, language, content='', contentless_delete=1, prefix='3 4', tokenize="porter unicode61 remove_diacritics 2");
CREATE TABLE brief_docs (
  doc INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, headline TEXT NOT NULL, lead TEXT NOT NULL, language TEXT NOT NULL, sources TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE VIRTUAL TABLE brief_index USING fts5(title, body, names, site, language, content='', contentless_delete=1, prefix='3 4', tokenize="porter unicode61 remove_diacritics 2");
CREATE TABLE searches (name TEXT PRIMARY KEY, query TEXT NOT NULL, watch INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (id INTEGER PRIMARY KEY, story TEXT NOT NULL, revision INTEGER NOT NULL, sentence TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE corrections (
  story TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, headline TEXT NOT NULL, was TEXT NOT NULL, now TEXT NOT NULL, why TEXT NOT NULL,
  PRIMARY KEY (story, seq)
) WITHOUT ROWID;
CREATE INDEX corrections_at ON corrections(at);

-- What reader apps list by number: an article, or a revision of a story's brief that tells something new (`listed`: the newest
-- such). A number is its second times 2^20 and a little. What was read and saved of stories stands in `marks`.
CREATE TABLE items (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, listed INTEGER NOT NULL DEFAULT 1,
  feed TEXT REFERENCES feeds(id) ON DELETE SET NULL, read INTEGER, starred INTEGER, kept INTEGER, UNIQUE (kind, key, revision)
);
CREATE INDEX items_feed ON items(feed, number);

-- What is to be told to webhooks. A row comes with what it tells of, in one transaction; its id stays the same over all tries.
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY, hook TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, made INTEGER NOT NULL, state TEXT NOT NULL,
  due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, tried INTEGER, note TEXT
) WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries(state, due);
CREATE INDEX deliveries_made ON deliveries(made);

-- Who gets editions by mail. Of tokens only the hash is kept. `due`: when a message about the subscription itself is to go out;
-- `hour`: the last of their hours that was dealt with.
CREATE TABLE subscribers (
  id TEXT PRIMARY KEY, email TEXT NOT NULL, choices TEXT NOT NULL, made INTEGER NOT NULL, asked INTEGER, token TEXT, due INTEGER,
  tries INTEGER NOT NULL DEFAULT 0, confirmed INTEGER, ended INTEGER, bouncing INTEGER, hour INTEGER, retry INTEGER,
  faults INTEGER NOT NULL DEFAULT 0, refusals INTEGER NOT NULL DEFAULT 0, fault TEXT
) WITHOUT ROWID;
CREATE INDEX subscribers_due ON subscribers(due);
CREATE INDEX subscribers_token ON subscribers(token);
-- Each mail: begun before it is sent, sent after.
CREATE TABLE mailings (
  message TEXT PRIMARY KEY, subscriber TEXT NOT NULL REFERENCES subscribers(id) ON DELETE CASCADE, edition TEXT, until INTEGER,
  begun INTEGER NOT NULL, sent INTEGER, tries INTEGER NOT NULL DEFAULT 1, bytes INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX mailings_subscriber ON mailings(subscriber, until);
CREATE INDEX mailings_begun ON mailings(begun);
-- The newest revision of each story that a subscriber was told.
CREATE TABLE mailed (
  subscriber TEXT NOT NULL REFERENCES subscribers(id) ON DELETE CASCADE, story TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (subscriber, story)
) WITHOUT ROWID;
