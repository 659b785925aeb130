-- Carbon intensities that were asked for or imported (docs/grid-cache.md). Intensities are gCO2e per
-- kWh, times milliseconds since 1970 in UTC, lengths milliseconds.

CREATE TABLE grid_series (
  id         INTEGER PRIMARY KEY,
  provider   TEXT NOT NULL,     -- its name in the configuration, or 'import'
  setup      TEXT NOT NULL,     -- mark of the options that may change its figures
  zone       TEXT NOT NULL,
  signal     TEXT NOT NULL,     -- average, marginal
  accounting TEXT NOT NULL,     -- location-based, market-based
  kind       TEXT NOT NULL,     -- lifecycle, direct, unknown
  forecast   INTEGER NOT NULL,  -- 0 or 1
  source     TEXT NOT NULL,     -- for people
  UNIQUE (provider, setup, zone, signal, accounting, kind, forecast)
);

CREATE TABLE grid_points (
  series     INTEGER NOT NULL REFERENCES grid_series (id) ON DELETE CASCADE,
  start      INTEGER NOT NULL,
  issued_at  INTEGER NOT NULL,  -- 0 in history
  length     INTEGER NOT NULL,
  value      REAL NOT NULL,
  low        REAL NOT NULL,
  high       REAL NOT NULL,
  basis      INTEGER NOT NULL,  -- 0 measured, 1 estimated, 2 assumed
  source     TEXT,              -- NULL: that of the series
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (series, start, issued_at)
) WITHOUT ROWID;

-- What was asked for and answered, points or not.
CREATE TABLE grid_fetched (
  series     INTEGER NOT NULL REFERENCES grid_series (id) ON DELETE CASCADE,
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL,
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (series, from_at)
) WITHOUT ROWID;

-- Sources that failed, and until when they are left alone.
CREATE TABLE grid_states (
  provider     TEXT NOT NULL,
  setup        TEXT NOT NULL,
  scope        TEXT NOT NULL,     -- empty: whatever is asked of it; else "ZONE latest" and so on
  next_allowed INTEGER NOT NULL,
  failures     INTEGER NOT NULL,  -- in a row
  said         TEXT NOT NULL,
  failed_at    INTEGER NOT NULL,
  key_mark     INTEGER NOT NULL,  -- 16 bits that change with a key and do not give it away; -1: any key
  PRIMARY KEY (provider, setup, scope)
) WITHOUT ROWID;

-- Whose turn it is to ask; the pace that a source wants.
CREATE TABLE grid_turns (
  provider        TEXT NOT NULL,
  setup           TEXT NOT NULL,
  holder          INTEGER NOT NULL,  -- 0: nobody
  ends_at         INTEGER NOT NULL,
  next_request_at INTEGER NOT NULL,
  PRIMARY KEY (provider, setup)
) WITHOUT ROWID;

CREATE TABLE grid_tidied (at INTEGER NOT NULL);
INSERT INTO grid_tidied VALUES (0);
