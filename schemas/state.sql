-- state.db, version 1. The views are the contract; the tables may change with a migration.
--
-- What decides the layout is the bytes that a commit sends to flash: SQLite writes whole pages of
-- 4 kB, so what counts is how many pages a group of rows touches, not how long the rows are.

-- Names apart from values: they never change, and a page of `state` then holds over a hundred
-- attributes. Rows outlive the configuration: an attribute that comes back finds its state.
CREATE TABLE attribute (
  id       INTEGER PRIMARY KEY,
  asset_id TEXT NOT NULL,
  name     TEXT NOT NULL,
  type     TEXT NOT NULL,    -- OpenRemote's name of the value type
  keep_ms  INTEGER NOT NULL, -- how long data points are kept; 0: none were ever asked for
  UNIQUE (asset_id, name)
) STRICT;

CREATE TABLE state (
  attribute_id INTEGER PRIMARY KEY,
  value        TEXT NOT NULL,    -- compact JSON
  timestamp    INTEGER NOT NULL, -- ms since the epoch
  quality      INTEGER NOT NULL  -- 0 good, 1 clock_suspect, 2 stale; 16 more: the device's time
) STRICT;

-- Data points come in by time and are asked for by attribute. Clustered by attribute at once, each
-- row would cost a page of its own; by time alone, each question would read everything. So they are
-- appended to `data_point_recent`, which touches one page for some 150 rows, and once a good number
-- is there, all of them are moved in order to `data_point_settled`: many rows for each page touched.
CREATE TABLE data_point_recent (
  id           INTEGER PRIMARY KEY, -- never used twice, see `point_tally`
  attribute_id INTEGER NOT NULL,
  timestamp    INTEGER NOT NULL,
  value        TEXT NOT NULL
) STRICT;

CREATE TABLE data_point_settled (
  attribute_id INTEGER NOT NULL,
  timestamp    INTEGER NOT NULL,
  id           INTEGER NOT NULL, -- tells points of one millisecond apart, in order of arrival
  value        TEXT NOT NULL,
  PRIMARY KEY (attribute_id, timestamp, id)
) STRICT, WITHOUT ROWID;

-- Written only when points move or go, so that a commit of new ones need not touch it.
CREATE TABLE point_tally (
  next_id INTEGER NOT NULL, -- unless data_point_recent has a higher one
  settled INTEGER NOT NULL  -- rows of data_point_settled
) STRICT;
INSERT INTO point_tally VALUES (1, 0);

-- What is subscribed in the persistent sessions that brokers keep for us: a changed configuration
-- subscribes and unsubscribes the difference only.
CREATE TABLE session_topic (
  client_id TEXT NOT NULL,
  broker    TEXT NOT NULL, -- "host:port"
  topic     TEXT NOT NULL,
  qos       INTEGER NOT NULL,
  PRIMARY KEY (client_id, broker, topic)
) STRICT, WITHOUT ROWID;

CREATE VIEW attribute_values (asset_id, attribute, type, value, timestamp) AS
  SELECT a.asset_id, a.name, a.type, s.value, s.timestamp
  FROM attribute a JOIN state s ON s.attribute_id = a.id;

CREATE VIEW data_points (asset_id, attribute, timestamp, value) AS
  SELECT a.asset_id, a.name, p.timestamp, p.value
  FROM attribute a JOIN data_point_settled p ON p.attribute_id = a.id
  UNION ALL
  SELECT a.asset_id, a.name, p.timestamp, p.value
  FROM attribute a JOIN data_point_recent p ON p.attribute_id = a.id;
