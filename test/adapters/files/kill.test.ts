import { killTests } from '../../kill/index.js';
import { adapter, createTable, freshFiles, relation } from './database.js';

killTests({ adapter, open: freshFiles, createTable, relation });
