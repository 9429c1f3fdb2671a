// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's types as the engine takes them: for each the kind of column, and how its text is read.
import pg from 'pg';
import { parse as parseArray } from 'postgres-array';

// Numbers of the engine's interface (driver-adapter-utils, ColumnTypeEnum).
const KIND = {
  int32: 0, int64: 1, float: 2, double: 3, numeric: 4, boolean: 5, text: 7, date: 8, time: 9, datetime: 10, json: 11,
  bytes: 13, uuid: 15,
};
const ARRAY_KIND = {
  int32: 64, int64: 65, float: 66, double: 67, numeric: 68, boolean: 69, text: 71, date: 72, time: 73, datetime: 74,
  json: 75, bytes: 77, uuid: 78,
};

const same = (text) => text;
const bytea = pg.types.getTypeParser(17);
const bytes = (text) => Array.from(bytea(text));
const amount = (text) => text.replace(/[^\d.-]/g, '');
const withoutZone = (text) => text.replace(/[+-]\d\d(:\d\d){0,2}$/, '');

// "2026-01-02 03:04:05.678901+05:30" in UTC. The session's time zone is the server's, so any offset may come.
function utc(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text);
  if (!match) return text;
  const [, year, month, day, hour, minute, second, fraction = '', sign, ...zone] = match;
  const [hours, minutes, seconds] = zone.map((part) => Number(part ?? 0));
  const offset = (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // Date.UTC takes the year 99 for 1999
  local.setUTCHours(Number(hour), Number(minute), Number(second) - offset);
  return local.toISOString().slice(0, 19).replace('T', ' ') + fraction;
}

// [type's oid, its array's oid, kind, reader]
const TYPES = [
  [16, 1000, 'boolean', (text) => text === 't'],
  [17, 1001, 'bytes', bytes],
  [19, 1003, 'text', same], // name, of the catalogue's tables
  [20, 1016, 'int64', same],
  [21, 1005, 'int32', Number],
  [23, 1007, 'int32', Number],
  [25, 1009, 'text', same],
  [26, 1028, 'int64', same], // oid
  [114, 199, 'json', same],
  [142, 143, 'text', same], // xml
  [650, 651, 'text', same], // cidr
  [700, 1021, 'float', Number],
  [701, 1022, 'double', Number],
  [790, 791, 'numeric', amount], // money
  [869, 1041, 'text', same], // inet
  [1042, 1014, 'text', same],
  [1043, 1015, 'text', same],
  [1082, 1182, 'date', same],
  [1083, 1183, 'time', same],
  [1114, 1115, 'datetime', same],
  [1184, 1185, 'datetime', utc],
  [1266, 1270, 'time', withoutZone],
  [1560, 1561, 'text', same], // bit
  [1562, 1563, 'text', same], // varbit
  [1700, 1231, 'numeric', same],
  [2950, 2951, 'uuid', same],
  [3802, 3807, 'json', same],
];

// Everything else, enums too, is text, as psql would show it.
const OTHER = { kind: KIND.text, read: same };
const COLUMNS = new Map(TYPES.flatMap(([oid, arrayOid, kind, read]) => [
  [oid, { kind: KIND[kind], read }],
  [arrayOid, { kind: ARRAY_KIND[kind], read: (text) => parseArray(text, read) }],
]));

export const columnKind = (oid) => (COLUMNS.get(oid) ?? OTHER).kind;
export const readers = { getTypeParser: (oid) => (COLUMNS.get(oid) ?? OTHER).read };
