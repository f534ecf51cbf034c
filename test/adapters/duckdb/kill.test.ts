import { killTests } from '../../kill/index.js';
import { adapter, freshDuckdb } from './database.js';

killTests({ adapter, open: freshDuckdb });
