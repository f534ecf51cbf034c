#!/usr/bin/env node
'use strict';

// Each running DuckDB statement holds one of libuv's threads; four, the default, are soon all taken. The number is read
// when the pool starts, so it is set before anything is loaded.
process.env.UV_THREADPOOL_SIZE ||= '16';

// Keeps compiled code between runs where Node can (22.1 and later).
require('node:module').enableCompileCache?.();

import('../dist/bundle/main.js').then(({ main }) => main());
