-- Runs, their samples, and what was learned about this machine. Units are those of the JSON contract;
-- unknown is NULL. Times are milliseconds since 1970 in UTC.

CREATE TABLE runs (
  id              TEXT PRIMARY KEY,  -- 12 lower-case hex digits
  name            TEXT NOT NULL,
  project         TEXT NOT NULL,
  host            TEXT NOT NULL,
  command         TEXT NOT NULL,     -- its words, blanks between them
  state           TEXT NOT NULL,
  started_at      INTEGER NOT NULL,
  ended_at        INTEGER,
  duration_s      REAL NOT NULL,
  energy_j        REAL,
  energy_low_j    REAL,
  energy_high_j   REAL,
  energy_basis    TEXT,
  emissions_g     REAL,
  emissions_low_g REAL,
  emissions_high_g REAL,
  zone            TEXT,
  written_at      INTEGER NOT NULL,  -- when this row was last written
  pid             INTEGER NOT NULL,  -- of the wattprint that measures the run
  pid_started     INTEGER NOT NULL,  -- its start, clock ticks since boot: a pid alone is used again
  boot_id         TEXT NOT NULL,
  record          TEXT NOT NULL      -- the whole document wattprint.run.v1
);
CREATE INDEX runs_by_time ON runs (started_at);
CREATE INDEX runs_by_project ON runs (project, started_at);
CREATE INDEX runs_going_on ON runs (id) WHERE state = 'running';

CREATE TABLE samples (
  run_id   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  chunk    INTEGER NOT NULL,         -- 0, 1, 2 ... within the run
  first_at INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  data     BLOB NOT NULL,            -- store/sample_codec.hpp
  PRIMARY KEY (run_id, chunk)
) WITHOUT ROWID;

CREATE TABLE learned_idle (
  host       TEXT NOT NULL,
  component  TEXT NOT NULL,
  device     TEXT NOT NULL,
  watts      REAL NOT NULL,
  learned_at INTEGER NOT NULL,
  PRIMARY KEY (host, component, device)
) WITHOUT ROWID;
