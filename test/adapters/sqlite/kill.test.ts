import { adapter } from '#dvt/adapters/sqlite/index.js';
import { killTests } from '../../kill/index.js';
import { freshSqlite } from './database.js';

killTests({ adapter, open: freshSqlite });
